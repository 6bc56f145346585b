"""What the desk is connected to: keys, where they are kept, what is wrong with them: Portuguese."""

from __future__ import annotations

ERRORS: dict[str, str | tuple[str, ...]] = {
    "CONNECTION_UNKNOWN": "“{text}” não é nada a que uma agenda se conecte; escolha uma destas: {candidates}.",
    "SECRET_UNREADABLE": "O arquivo {where} não pode ser lido como chave: {why}; corrija-o ou indique outro.",
    "SECRET_OPEN_TO_OTHERS": "Outros podem ler {where} (modo {mode}); feche-o primeiro: chmod 600.",
    "SECRET_NOT_KEPT": "A chave não pôde ser escrita em {where}: {why}; nada mudou, abra espaço ou corrija isso.",
    "SECRET_SAID": "{variable} diz outra chave, e o ambiente vem primeiro; mude-a lá, ou retire-a.",
    "KEYRING_LOCKED": "O chaveiro do sistema está trancado; destranque-o e tente de novo, ou guarde a chave em um "
    "arquivo: --vault.",
    "KEYRING_SILENT": "O chaveiro do sistema não respondeu em {seconds} s; procure a janela dele, ou guarde a chave em "
    "um arquivo: --vault.",
    "KEYRING_FAILED": "O chaveiro do sistema falhou ({why}); conserte-o, ou guarde a chave em um arquivo: --vault.",
    "PASSPHRASE_MISSING": "O arquivo {where} pede a senha e não há a quem perguntar; faça isto em um terminal, ou "
    "indique um arquivo com ela em DESKBELL_PASSPHRASE_FILE.",
    "PASSPHRASE_WRONG": "Essa não é a senha de {where}; tente de novo, ou apague o arquivo e conecte outra vez.",
    "PASSPHRASE_SHORT": "Uma senha tem {least} caracteres ou mais; escolha uma mais longa.",
    "PASSPHRASE_DIFFERS": "As duas senhas são diferentes e nada foi guardado; escreva a mesma duas vezes.",
    "VAULT_DAMAGED": "{where} foi mudado ou cortado, e nada nele merece confiança; apague-o e conecte outra vez.",
    "VAULT_OPEN_TO_OTHERS": "Outros podem ler {where} (modo {mode}); feche-o primeiro (chmod 600) e faça chaves novas.",
    "DEMO_DESK": "Esta agenda é inventada e o dinheiro dela também, por isso {connection} não se conecta; crie a "
    "sua: deskbell init.",
    "TEST_KEY_ON_REAL": "Esta agenda tem dinheiro real ({count} pagamentos) e essa chave é de teste; teste-a em uma "
    "agenda à parte: deskbell init --database ARQUIVO.",
    "LIVE_KEY_ON_TEST": "Esta agenda tem dinheiro de teste ({count} pagamentos) e essa chave é real; crie uma "
    "agenda à parte para dinheiro real: deskbell init --database ARQUIVO.",
    "CURRENCY_NOT_SOLD": "Essa conta do {connection} não vende em {told}, a moeda desta agenda; use uma conta que "
    "venda: {choices}.",
    "OTHER_ACCOUNT": (
        (
            "Essa chave abre outra conta do {connection} ({after}) que antes ({before}), e o que veio pela anterior "
            "não seria mais seguido; diga --other-account se é isso que quer."
        ),
        (
            "Essa chave abre outra conta do {connection} que antes, e o que veio pela anterior não seria mais seguido; "
            "diga --other-account se é isso que quer."
        ),
    ),
    "BASE_ELSEWHERE": "{variable} só pode indicar um endereço desta máquina, para testes; retire-a.",
    "WRONG_MODE": "A chave do {connection} nesta máquina é para o outro tipo de dinheiro que o desta agenda; "
    "conecte de novo com a certa.",
    "KEY_EMPTY": "Nenhuma chave foi dada; cole-a quando for pedida, ou indique um arquivo com ela: --key-file.",
    "KEY_SHAPE": "Essa não é uma chave que uma agenda possa usar; copie a chave inteira da página do provedor.",
    "KEY_PUBLISHABLE": "Essa é uma chave publicável, que só mostra formulários; faça uma chave restrita na página "
    "do provedor.",
    "KEY_REFRESH": "Isso renova outras chaves e não é nenhuma; copie o access token da sua própria aplicação.",
    "KEY_PUBLIC": "Essa é a chave pública; copie o access token que está ao lado dela.",
    "LIVE_SECRET_KEY": "Essa chave secreta pode tudo o que a sua conta pode, com dinheiro real; faça uma chave "
    "restrita, ou diga --live-secret-key.",
    "NO_KEY_HERE": "Não há aqui a quem pedir a chave; indique um arquivo com ela (--key-file), ou passe-a pela "
    "entrada padrão.",
    "KEY_REFUSED": "{connection} não aceita essa chave ({refusal}); copie-a de novo, ou faça outra, e veja se ela "
    "tem as permissões de que precisa.",
    "NOT_CHECKED": "Não foi possível perguntar ao {connection} ({refusal}), por isso nada foi guardado; tente de "
    "novo, ou guarde sem perguntar: --unchecked.",
    "KEY_ON_COMMAND_LINE": "Qualquer programa daqui pode ler uma chave na linha de comando; anule-a no provedor e "
    "cole uma nova quando for pedida.",
    "MAIL_SERVER": (
        (
            "“{text}” não é um servidor de e-mail; escreva como smtp.example.org (TLS na porta 465) ou "
            "smtp.example.org:587 (STARTTLS)."
        ),
        ("Isso não é um servidor de e-mail; escreva como smtp.example.org (TLS) ou smtp.example.org:587 (STARTTLS)."),
    ),
    "MAIL_SENDER": (
        ("“{text}” não é um endereço de remetente; escreva como Studio Ruiz <agenda@studio.example>."),
        ("Isso não é um endereço de remetente; escreva como Studio Ruiz <agenda@studio.example>."),
    ),
    "MAIL_REFUSED": "O servidor de e-mail não deixa a agenda entrar ({refusal}); veja servidor, usuário e senha: "
    "muitos querem uma senha feita para programas.",
    "GOOGLE_REFUSED": "O Google não deixa a agenda entrar ({refusal}); conecte de novo.",
    "CLIENT_MISSING": "O Google quer uma entrada própria; crie um cliente OAuth de aplicativo para computador no "
    "console e diga o arquivo dele (--client client_secret.json), ou diga AUTH_GOOGLE_ID e AUTH_GOOGLE_SECRET.",
    "CLIENT_SHAPE": "Isso não é o arquivo de um cliente OAuth para computador; crie um desse tipo no console do Google "
    "e baixe.",
    "CONSENT_REFUSED": "O Google não deixou a agenda entrar: {refusal}; tente de novo.",
    "CONSENT_LESS": "A caixa que deixa a agenda escrever os próprios eventos ficou vazia; conecte de novo e marque.",
    "REDIRECT_ELSEWHERE": "GOOGLE_REDIRECT_URI deve ser um endereço desta máquina, como http://127.0.0.1:8765/; mude "
    "ou retire.",
    "CALENDARS_HIDDEN": "O Google não mostra a lista dos seus calendários, porque não foi pedida; conecte de "
    "novo com deskbell connect google --choose.",
    "REDIRECT_TAKEN": "Outra coisa escuta em {text}; encerre-a, ou retire GOOGLE_REDIRECT_URI.",
    "NOT_BY_ITSELF": "Não há ninguém aqui para abrir a página do Google; rode deskbell connect google em um terminal.",
}
WILL: dict[str, str | tuple[str, ...]] = {
    "ConnectionMade.LIVE": (
        "conecta {connection}, LIVE: {account}",
        "conecta {connection}, LIVE",
    ),
    "ConnectionMade.TEST": (
        "conecta {connection}, TEST: {account}",
        "conecta {connection}, TEST",
    ),
    "ConnectionEnded.LIVE": "nada mais se pede ao {connection}: nem links, nem devoluções, nem consultas",
    "ConnectionEnded.TEST": "nada mais se pede ao {connection} (TEST): nem links, nem devoluções, nem consultas",
    "ConnectionMade.CALENDAR": ("põe as aulas em {connection}: {account}", "põe as aulas em {connection}"),
    "ConnectionMade.MAIL": ("envia e-mail por {connection}: {account}", "envia e-mail por {connection}"),
    "ConnectionEnded.CALENDAR": "nenhuma aula vai mais para {connection}, nem vem de lá tempo ocupado",
    "ConnectionEnded.MAIL": "nenhum e-mail sai mais por {connection}",
}
DID: dict[str, str | tuple[str, ...]] = {
    "ConnectionMade.LIVE": (
        "{connection} conectado, LIVE: {account}",
        "{connection} conectado, LIVE",
    ),
    "ConnectionMade.TEST": (
        "{connection} conectado, TEST: {account}",
        "{connection} conectado, TEST",
    ),
    "ConnectionEnded.LIVE": "{connection} desconectado",
    "ConnectionEnded.TEST": "{connection} (TEST) desconectado",
    "ConnectionMade.CALENDAR": ("{connection}: conectado, {account}", "{connection}: conectado"),
    "ConnectionMade.MAIL": ("{connection}: conectado, {account}", "{connection}: conectado"),
    "ConnectionEnded.CALENDAR": "{connection}: desconectado",
    "ConnectionEnded.MAIL": "{connection}: desconectado",
}
TERMS: dict[str, str] = {
    "kept.ENVIRONMENT": "o ambiente",
    "kept.CREDENTIAL": "as credenciais do systemd",
    "kept.KEYRING": "o chaveiro do sistema",
    "kept.VAULT": "um arquivo com senha",
    "task.LINKS_LEFT": "links de uma conexão desligada",
}
PLANS: dict[str, str | tuple[str, str]] = {
    "topic.connection": "Conexão",
    "topic.key": "Chave",
    "key.gone.KEYRING": "é esquecida: sai do chaveiro do sistema",
    "key.gone.VAULT": "é esquecida: sai do arquivo com senha",
    "key.gone.ENVIRONMENT": "fica no ambiente; retire-a de lá",
    "key.gone.CREDENTIAL": "fica no systemd; retire-a da unidade",
    "confirm.disconnect": "desconecta",
}
WORDS: dict[str, str | tuple[str, str]] = {
    "connect.ask": "Chave do {name} (não aparece):",
    "connect.live": "Esta chave secreta pode tudo o que a sua conta pode, com dinheiro real. Digite LIVE para "
    "usá-la mesmo assim:",
    "connect.asks": "Perguntando ao {name} …",
    "connect.done": "{name} está conectado, {mode}: {account}",
    "connect.done.bare": "{name} está conectado, {mode}.",
    "connect.sells": "Vende em {currencies}.",
    "connect.kept": "A chave fica guardada em {where}.",
    "connect.excess": "A chave pode mais do que uma agenda precisa: {rights}. Uma sem isso seria mais segura.",
    "connect.wide": "É uma chave secreta, que pode tudo; uma restrita seria mais segura.",
    "connect.unchecked": "Ninguém foi perguntado se a chave é aceita; o trabalhador vai descobrir.",
    "connect.key.left": "{name} está desconectado, mas a chave não pôde ser tirada de {where}; faça isso à mão.",
    "passphrase.ask": "Senha de {where}:",
    "passphrase.new": "Senha nova para {where}, {least} caracteres ou mais:",
    "passphrase.again": "A mesma outra vez:",
    "connections.none": "não conectado: deskbell connect {typed}",
    "connections.kept": "chave em {where}",
    "connections.ok": "respondeu {when}",
    "connections.never": "ainda não foi perguntado",
    "connections.failed": "{what}, {when}",
    "connections.excess": "pode mais do que uma agenda precisa: {rights}",
}
