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
    "connections.invented": "inventado: nada disso sai desta máquina",
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
    "connect.next.PAYMENTS": "A partir de agora “link” pede dinheiro por ali; um trabalhador faz o resto: dentro da "
    "tela, ou deskbell worker.",
    "connect.next.CALENDAR": "A partir de agora as aulas vão para lá ao serem confirmadas; um trabalhador faz isso: "
    "dentro da tela, ou deskbell worker.",
    "connect.mail.catch_up": (
        "1 aula futura foi marcada antes: deskbell outbox --catch-up a confirma por e-mail.",
        "{n} aulas futuras foram marcadas antes: deskbell outbox --catch-up as confirma por e-mail.",
    ),
    "connect.next.MAIL": "A partir de agora um plano diz o que vai por e-mail e para quem; um trabalhador envia: "
    "dentro da tela, ou deskbell worker.",
    "connect.done.CALENDAR": "{name} está conectado: {account}",
    "connect.done.MAIL": "{name} está conectado, como {account}",
    "connect.google.open": "A página do Google está aberta no navegador; permita a agenda ali. Espera-se {seconds} s. "
    "Se não estiver aberta, vá para:",
    "connect.google.page": "Abra esta página em um navegador, em qualquer máquina, e permita a agenda ali:",
    "connect.google.paste": "No fim o navegador para em uma página de 127.0.0.1, que talvez não exista. Cole o "
    "endereço inteiro dela (não aparece):",
    "connect.google.less": "Ficaram permissões sem marcar: {rights}. A agenda fica sem elas.",
    "connect.mail.server": "Servidor de e-mail (smtp.example.org, smtp.example.org:587):",
    "connect.mail.user": "Usuário (nada: não precisa):",
    "connect.mail.sender": "Remetente (Studio Ruiz <agenda@studio.example>):",
    "connect.mail.password": "Senha de {user} (não aparece):",
    "connections.about.GOOGLE": "As aulas confirmadas no seu Google Calendar, com link de vídeo se forem on-line, e de "
    "lá seu tempo ocupado. Crie um cliente OAuth para computador, em:",
    "connections.about.MAIL": "Confirmações, links, recibos e lembretes pelo seu próprio servidor de e-mail (SMTP, "
    "cifrado). Tenha à mão o nome dele, seu usuário e uma senha para programas.",
    "connect.step.MAIL": "O servidor recebe cifrado: sozinho ou :465 é TLS, :587 é STARTTLS. Muitos provedores querem "
    "uma senha para programas. Ela não aparece.",
    "connect.step.FILE": "O Google quer uma entrada própria: crie um cliente OAuth para computador, baixe o arquivo "
    "dele e diga-o aqui (AUTH_GOOGLE_ID e AUTH_GOOGLE_SECRET também servem). São criados em:",
    "connect.step.browser": "A página do Google está aberta no navegador: permita a agenda ali, e isto segue sozinho "
    "em {seconds} s. Se não estiver aberta, o endereço está na área de transferência:",
    "connect.step.page": "Abra este endereço, que está na área de transferência, em um navegador de qualquer máquina e "
    "permita a agenda ali. Nesta segue sozinho em {seconds} s; senão, cole o endereço em que o navegador para.",
    "connect.step.again": "Cole o endereço em que o navegador parou; a página acima é nova.",
    "connect.field.server": "Servidor",
    "connect.field.sender": "Remetente",
    "connect.field.user": "Usuário",
    "connect.field.password": "Senha",
    "connect.field.file": "Arquivo",
    "connect.field.address": "Endereço",
    "connect.key.log_in": "entrar e conectar",
    "connect.key.came": "seguir",
    "connect.hint.server": "smtp.example.org:587",
    "connect.hint.sender": "Studio Ruiz <agenda@studio.example>",
    "connect.hint.user": "se não for o endereço do remetente",
    "connect.hint.file": "~/Downloads/client_secret.json",
    "connect.google.calendar": "As aulas vão para o calendário “{calendar}”.",
    "connect.field.calendar": "Calendário",
    "connect.field.owner": "Dono",
    "connect.step.CALENDAR": "Conectado: {account}. As aulas vão para o calendário principal (primary), ou para outro "
    "seu: o id está nas configurações dele, em “Integrar agenda”. O dono é de quem é o calendário.",
    "connect.google.catch_up": (
        "1 aula futura não está nele: deskbell calendar --catch-up a coloca.",
        "{n} aulas futuras não estão nele: deskbell calendar --catch-up as coloca.",
    ),
    "connections.about.INVENTED": "De uma agenda inventada: o que vai para lá pode ser visto, e nada disso sai desta "
    "máquina.",
}
