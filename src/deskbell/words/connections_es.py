"""What the screen of connections says, and its questions step by step: Spanish."""

from __future__ import annotations

WORDS: dict[str, str | tuple[str, str]] = {
    "connections.title": "Conexiones",
    "connections.count": "{n} de {of} conectadas",
    "connections.off": "sin conectar",
    "connections.links": ("1 enlace abierto", "{n} enlaces abiertos"),
    "connections.ops": ("1 cosa en curso", "{n} cosas en curso"),
    "connections.since": "desde {when}",
    "connections.account": "cuenta {account}",
    "connections.sells": "vende en {currencies}",
    "connections.invented": "inventado: vive en este equipo y no mueve dinero",
    "connections.about.STRIPE": "Enlaces de pago en la página de Stripe. Haga una clave restringida solo para esta "
    "agenda, con los permisos que dice el manual, en:",
    "connections.about.MERCADO_PAGO": "Enlaces de pago en la página de Mercado Pago (Checkout Pro). Cree una "
    "aplicación solo para esta agenda y copie su access token, en:",
    "connections.about.OTHER": "El proveedor de una agenda inventada: sus clientes hacen lo que usted diga, con "
    "deskbell demo customer.",
    "connections.key.connect": "conectar",
    "connections.key.again": "otra clave",
    "connections.key.open": "abrir archivo",
    "connections.key.page": "su página",
    "connections.locked": "el archivo de claves está cerrado: {key} lo abre",
    "connections.copied": "{page} está en el portapapeles.",
    "connections.browsed": "{page} está abierta en su navegador, y en el portapapeles.",
    "connections.no_page": "Esa no tiene página de claves.",
    "connections.file": "Sus claves están en un archivo con contraseña y no se pide nada hasta abrirlo: {key} lo "
    "muestra.",
    "connect.field.key": "Clave",
    "connect.field.word": "Palabra",
    "connect.field.passphrase": "Contraseña",
    "connect.field.new": "Contraseña",
    "connect.field.again": "Otra vez",
    "connect.key.check": "comprobar y conectar",
    "connect.key.use": "comprobarla y conectar",
    "connect.key.vault": "guardar en un archivo",
    "connect.key.open": "abrir",
    "connect.step.STRIPE": "Pegue una clave restringida (rk_…) que pueda escribir checkout sessions, payment intents, "
    "charges y refunds, y leer disputes y events. No se muestra. Las claves se hacen en:",
    "connect.step.MERCADO_PAGO": "Pegue el access token de una aplicación hecha solo para esta agenda (TEST-… o "
    "APP_USR-…). No se muestra. Los tokens se hacen en:",
    "connect.step.said": "{variable} ya dice la clave: se usa tal cual y no se guarda en otro sitio.",
    "connect.step.LIVE": "Esta clave secreta puede hacer todo lo que puede su cuenta, con dinero real; una restringida "
    "sería más segura. Escriba {word} para usarla de todos modos.",
    "connect.step.OTHER": "Esta clave abre otra cuenta de {name} que antes: lo que llegó por la anterior ya no se "
    "podría seguir. Escriba {word} si es lo que quiere.",
    "connect.step.not_typed": "Escriba {word} completo, o vuelva.",
    "connect.step.new": "Este equipo no tiene un llavero que guarde la clave, así que va a un archivo que abre una "
    "contraseña. Elija una de 8 caracteres o más; sin ella nadie puede leer el archivo, y usted conecta de nuevo.",
    "connect.step.passphrase": "Las claves se guardan en un archivo con contraseña. Escríbala, y esta clave se guarda "
    "ahí también.",
    "connect.step.unlock": "Las claves están en un archivo cerrado. Su contraseña lo abre mientras dure este programa.",
    "connect.step.unlock.title": "Abrir el archivo de claves",
    "connect.step.differ": "Las dos no son iguales; escríbalas otra vez.",
    "connect.opens": "Abriendo …",
    "connect.opened": "El archivo está abierto; lo que esperaba sus claves sigue en un minuto.",
    "connect.on.KEY_EMPTY": "Pegue antes la clave.",
    "connect.on.NOT_CHECKED": "No se pudo preguntar a {name} ({why}), así que no se guardó nada; enter pregunta otra "
    "vez.",
    "connect.on.KEYRING_LOCKED": "El llavero del sistema está bloqueado. Desbloquéelo y vuelva a intentarlo, o guarde "
    "la clave en un archivo que abre una contraseña.",
    "connect.on.KEYRING_SILENT": "El llavero del sistema no responde. Busque su ventana y vuelva a intentarlo, o "
    "guarde la clave en un archivo que abre una contraseña.",
    "connect.on.KEYRING_FAILED": "El llavero del sistema falló. Guarde la clave en un archivo que abre una contraseña, "
    "o vuelva.",
    "connect.on.PASSPHRASE_MISSING": "Escriba antes la contraseña.",
    "connect.key.connect": "conectar de todos modos",
    "connect.key.keep": "guardar y conectar",
}
