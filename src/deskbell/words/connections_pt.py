"""What the screen of connections says, and its questions step by step: Portuguese."""

from __future__ import annotations

WORDS: dict[str, str | tuple[str, str]] = {
    "connections.title": "Conexões",
    "connections.count": "{n} de {of} conectadas",
    "connections.off": "não conectado",
    "connections.links": ("1 link aberto", "{n} links abertos"),
    "connections.ops": ("1 coisa em andamento", "{n} coisas em andamento"),
    "connections.since": "desde {when}",
    "connections.account": "conta {account}",
    "connections.sells": "vende em {currencies}",
    "connections.invented": "inventado: vive nesta máquina e não move dinheiro",
    "connections.about.STRIPE": "Links de pagamento na página da Stripe. Faça uma chave restrita só para esta agenda, "
    "com as permissões que o manual diz, em:",
    "connections.about.MERCADO_PAGO": "Links de pagamento na página do Mercado Pago (Checkout Pro). Crie um aplicativo "
    "só para esta agenda e copie o access token dele, em:",
    "connections.about.OTHER": "O provedor de uma agenda inventada: seus clientes fazem o que você disser, com "
    "deskbell demo customer.",
    "connections.key.connect": "conectar",
    "connections.key.again": "outra chave",
    "connections.key.open": "abrir arquivo",
    "connections.key.page": "sua página",
    "connections.locked": "o arquivo de chaves está fechado: {key} abre",
    "connections.copied": "{page} está na área de transferência.",
    "connections.browsed": "{page} está aberta no navegador, e na área de transferência.",
    "connections.no_page": "Essa não tem página de chaves.",
    "connections.file": "Suas chaves estão em um arquivo com senha e nada é pedido até que ele abra: {key} o mostra.",
    "connect.field.key": "Chave",
    "connect.field.word": "Palavra",
    "connect.field.passphrase": "Senha",
    "connect.field.new": "Senha",
    "connect.field.again": "De novo",
    "connect.key.check": "verificar e conectar",
    "connect.key.use": "verificar e conectar",
    "connect.key.vault": "guardar em um arquivo",
    "connect.key.open": "abrir",
    "connect.step.STRIPE": "Cole uma chave restrita (rk_…) que possa escrever checkout sessions, payment intents, "
    "charges e refunds, e ler disputes e events. Ela não aparece. As chaves são feitas em:",
    "connect.step.MERCADO_PAGO": "Cole o access token de um aplicativo feito só para esta agenda (TEST-… ou "
    "APP_USR-…). Ele não aparece. Os tokens são feitos em:",
    "connect.step.said": "{variable} já diz a chave: ela é usada como está e não é guardada em outro lugar.",
    "connect.step.LIVE": "Esta chave secreta pode fazer tudo o que sua conta pode, com dinheiro real; uma restrita "
    "seria mais segura. Digite {word} para usá-la mesmo assim.",
    "connect.step.OTHER": "Esta chave abre outra conta de {name}: o que veio pela anterior não poderia mais ser "
    "acompanhado. Digite {word} se é isso mesmo.",
    "connect.step.not_typed": "Digite {word} por inteiro, ou volte.",
    "connect.step.new": "Este computador não tem um chaveiro que guarde a chave, então ela vai para um arquivo que uma "
    "senha abre. Escolha uma de 8 caracteres ou mais; sem ela ninguém lê o arquivo, e você conecta de novo.",
    "connect.step.passphrase": "As chaves ficam em um arquivo com senha. Digite-a, e esta chave também fica lá.",
    "connect.step.unlock": "As chaves estão em um arquivo fechado. A senha o abre enquanto este programa durar.",
    "connect.step.unlock.title": "Abrir o arquivo de chaves",
    "connect.step.differ": "As duas não são iguais; digite de novo.",
    "connect.opens": "Abrindo …",
    "connect.opened": "O arquivo está aberto; o que esperava as chaves segue em um minuto.",
    "connect.on.KEY_EMPTY": "Cole a chave primeiro.",
    "connect.on.NOT_CHECKED": "Não foi possível perguntar a {name} ({why}), então nada foi guardado; enter pergunta de "
    "novo.",
    "connect.on.KEYRING_LOCKED": "O chaveiro do sistema está bloqueado. Desbloqueie e volte para tentar de novo, ou "
    "guarde a chave em um arquivo que uma senha abre.",
    "connect.on.KEYRING_SILENT": "O chaveiro do sistema não responde. Procure a janela dele e volte para tentar de "
    "novo, ou guarde a chave em um arquivo que uma senha abre.",
    "connect.on.KEYRING_FAILED": "O chaveiro do sistema falhou. Guarde a chave em um arquivo que uma senha abre, ou "
    "volte.",
    "connect.on.PASSPHRASE_MISSING": "Digite a senha primeiro.",
    "connect.key.connect": "conectar mesmo assim",
    "connect.key.keep": "guardar e conectar",
}
