"""What the desk is connected to: keys, where they are kept, what is wrong with them: Spanish."""

from __future__ import annotations

ERRORS: dict[str, str | tuple[str, ...]] = {
    "CONNECTION_UNKNOWN": "«{text}» no es nada a lo que se conecte una agenda; elija una de estas: {candidates}.",
    "SECRET_UNREADABLE": "El archivo {where} no se puede leer como clave: {why}; arréglelo o indique otro.",
    "SECRET_OPEN_TO_OTHERS": "Otros pueden leer {where} (modo {mode}); ciérrelo primero: chmod 600.",
    "SECRET_NOT_KEPT": "La clave no se pudo escribir en {where}: {why}; no cambió nada, haga sitio o arréglelo.",
    "SECRET_SAID": "{variable} dice otra clave, y el entorno va primero; cámbiela allí, o quítela.",
    "KEYRING_LOCKED": "El llavero del sistema está cerrado; ábralo e inténtelo de nuevo, o guarde la clave en un "
    "archivo: --vault.",
    "KEYRING_SILENT": "El llavero del sistema no respondió en {seconds} s; busque su ventana, o guarde la clave en un "
    "archivo: --vault.",
    "KEYRING_FAILED": "El llavero del sistema falló ({why}); arréglelo, o guarde la clave en un archivo: --vault.",
    "PASSPHRASE_MISSING": "El archivo {where} pide su contraseña y no hay a quién preguntar; hágalo en un terminal, o "
    "indique un archivo con ella en DESKBELL_PASSPHRASE_FILE.",
    "PASSPHRASE_WRONG": "Esa no es la contraseña de {where}; pruebe otra vez, o borre el archivo y conecte de nuevo.",
    "PASSPHRASE_SHORT": "Una contraseña tiene {least} caracteres o más; elija una más larga.",
    "PASSPHRASE_DIFFERS": "Las dos contraseñas no coinciden y no se guardó nada; escriba la misma dos veces.",
    "VAULT_DAMAGED": "{where} fue cambiado o cortado, y no se confía en nada de él; bórrelo y conecte de nuevo.",
    "VAULT_OPEN_TO_OTHERS": "Otros pueden leer {where} (modo {mode}); ciérrelo primero (chmod 600) y haga claves "
    "nuevas.",
    "DEMO_DESK": "Esta agenda es inventada y su dinero también, así que {connection} no se conecta; cree una "
    "propia: deskbell init.",
    "TEST_KEY_ON_REAL": "Esta agenda tiene dinero real ({count} pagos) y esa clave es de prueba; pruébela en una "
    "agenda aparte: deskbell init --database ARCHIVO.",
    "LIVE_KEY_ON_TEST": "Esta agenda tiene dinero de prueba ({count} pagos) y esa clave es real; cree una agenda "
    "aparte para dinero real: deskbell init --database ARCHIVO.",
    "CURRENCY_NOT_SOLD": "Esa cuenta de {connection} no vende en {told}, la moneda de esta agenda; use una cuenta "
    "que lo haga: {choices}.",
    "OTHER_ACCOUNT": (
        (
            "Esa clave abre otra cuenta de {connection} ({after}) que antes ({before}), y lo que vino por la anterior "
            "ya no se seguiría; diga --other-account si es lo que quiere."
        ),
        (
            "Esa clave abre otra cuenta de {connection} que antes, y lo que vino por la anterior ya no se seguiría; "
            "diga --other-account si es lo que quiere."
        ),
    ),
    "BASE_ELSEWHERE": "{variable} solo puede indicar una dirección de esta máquina, para pruebas; quítela.",
    "WRONG_MODE": "La clave de {connection} en esta máquina es para el otro tipo de dinero que el de esta agenda; "
    "conéctela de nuevo con la correcta.",
    "KEY_EMPTY": "No se dio ninguna clave; péguela cuando se le pida, o indique un archivo con ella: --key-file.",
    "KEY_SHAPE": "Esa no es una clave que una agenda pueda usar; copie la clave entera de la página del proveedor.",
    "KEY_PUBLISHABLE": "Esa es una clave publicable, que solo muestra formularios; haga una clave restringida en la "
    "página del proveedor.",
    "KEY_REFRESH": "Eso renueva otras claves y no es ninguna; copie el access token de su propia aplicación.",
    "KEY_PUBLIC": "Esa es la clave pública; copie el access token que está a su lado.",
    "LIVE_SECRET_KEY": "Esa clave secreta puede todo lo que puede su cuenta, con dinero real; haga una clave "
    "restringida, o diga --live-secret-key.",
    "NO_KEY_HERE": "Aquí no hay a quién pedir la clave; indique un archivo con ella (--key-file), o pásela por la "
    "entrada estándar.",
    "KEY_REFUSED": "{connection} no acepta esa clave ({refusal}); cópiela otra vez, o haga una nueva, y vea que "
    "tenga los permisos que necesita.",
    "NOT_CHECKED": "No se pudo preguntar a {connection} ({refusal}), así que no se guardó nada; inténtelo de nuevo, "
    "o guárdela sin preguntar: --unchecked.",
    "KEY_ON_COMMAND_LINE": "Cualquier programa de aquí puede leer una clave en la línea de órdenes; anúlela en el "
    "proveedor y pegue una nueva cuando se le pida.",
    "MAIL_SERVER": (
        (
            "“{text}” no es un servidor de correo; escríbalo como smtp.example.org (TLS en el puerto 465) o "
            "smtp.example.org:587 (STARTTLS)."
        ),
        ("Eso no es un servidor de correo; escríbalo como smtp.example.org (TLS) o smtp.example.org:587 (STARTTLS)."),
    ),
    "MAIL_SENDER": (
        ("“{text}” no es una dirección de remitente; escríbala como Studio Ruiz <agenda@studio.example>."),
        ("Eso no es una dirección de remitente; escríbala como Studio Ruiz <agenda@studio.example>."),
    ),
    "MAIL_REFUSED": "El servidor de correo no deja entrar a la agenda ({refusal}); mire servidor, usuario y "
    "contraseña: muchos quieren una contraseña hecha para programas.",
    "GOOGLE_REFUSED": "Google no deja entrar a la agenda ({refusal}); conéctela otra vez.",
    "CLIENT_MISSING": "Google quiere una entrada propia; cree un cliente OAuth de aplicación de escritorio en su "
    "consola y nombre su archivo (--client client_secret.json), o diga AUTH_GOOGLE_ID y AUTH_GOOGLE_SECRET.",
    "CLIENT_SHAPE": "Eso no es el archivo de un cliente OAuth de escritorio; cree uno de ese tipo en la consola de "
    "Google y descárguelo.",
    "CONSENT_REFUSED": "Google no dejó entrar a la agenda: {refusal}; inténtelo otra vez.",
    "CONSENT_LESS": "La casilla que deja a la agenda escribir sus propios eventos quedó vacía; conecte otra vez y "
    "márquela.",
    "REDIRECT_ELSEWHERE": "GOOGLE_REDIRECT_URI debe ser una dirección de este equipo, como http://127.0.0.1:8765/; "
    "cámbiela o quítela.",
    "CALENDARS_HIDDEN": "Google no muestra la lista de sus calendarios, porque no se pidió; conecte otra vez con "
    "deskbell connect google --choose.",
    "REDIRECT_TAKEN": "Otra cosa escucha en {text}; termínela, o quite GOOGLE_REDIRECT_URI.",
    "NOT_BY_ITSELF": "Aquí no hay nadie que abra la página de Google; ejecute deskbell connect google en una terminal.",
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
    "ConnectionEnded.LIVE": "ya no se pide nada a {connection}: ni enlaces, ni devoluciones, ni consultas",
    "ConnectionEnded.TEST": "ya no se pide nada a {connection} (TEST): ni enlaces, ni devoluciones, ni consultas",
    "ConnectionMade.CALENDAR": ("pone las clases en {connection}: {account}", "pone las clases en {connection}"),
    "ConnectionMade.MAIL": ("envía correo por {connection}: {account}", "envía correo por {connection}"),
    "ConnectionEnded.CALENDAR": "ninguna clase va ya a {connection}, ni llega de allí tiempo ocupado",
    "ConnectionEnded.MAIL": "ningún correo sale ya por {connection}",
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
    "kept.ENVIRONMENT": "el entorno",
    "kept.CREDENTIAL": "las credenciales de systemd",
    "kept.KEYRING": "el llavero del sistema",
    "kept.VAULT": "un archivo con contraseña",
    "task.LINKS_LEFT": "enlaces de una conexión quitada",
}
PLANS: dict[str, str | tuple[str, str]] = {
    "topic.connection": "Conexión",
    "topic.key": "Clave",
    "key.gone.KEYRING": "se olvida: sale del llavero del sistema",
    "key.gone.VAULT": "se olvida: sale del archivo con contraseña",
    "key.gone.ENVIRONMENT": "queda en el entorno; quítela allí",
    "key.gone.CREDENTIAL": "queda en systemd; quítela de la unidad",
    "confirm.disconnect": "desconecta",
}
WORDS: dict[str, str | tuple[str, str]] = {
    "connect.ask": "Clave de {name} (no se muestra):",
    "connect.live": "Esta clave secreta puede todo lo que puede su cuenta, con dinero real. Escriba LIVE para "
    "usarla igualmente:",
    "connect.asks": "Preguntando a {name} …",
    "connect.done": "{name} está conectado, {mode}: {account}",
    "connect.done.bare": "{name} está conectado, {mode}.",
    "connect.sells": "Vende en {currencies}.",
    "connect.kept": "La clave se guarda en {where}.",
    "connect.excess": "La clave puede más de lo que necesita una agenda: {rights}. Una sin eso sería más segura.",
    "connect.wide": "Es una clave secreta, que lo puede todo; una restringida sería más segura.",
    "connect.unchecked": "No se preguntó a nadie si la clave se acepta; el trabajador lo verá.",
    "connect.key.left": "{name} está desconectado, pero su clave no se pudo sacar de {where}; hágalo a mano.",
    "passphrase.ask": "Contraseña de {where}:",
    "passphrase.new": "Contraseña nueva para {where}, {least} caracteres o más:",
    "passphrase.again": "La misma otra vez:",
    "connections.none": "sin conectar: deskbell connect {typed}",
    "connections.kept": "clave en {where}",
    "connections.ok": "respondió {when}",
    "connections.never": "aún no se le preguntó",
    "connections.failed": "{what}, {when}",
    "connections.excess": "puede más de lo que necesita una agenda: {rights}",
}
