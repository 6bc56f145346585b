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
    "connections.invented": "inventado: nada de ello sale de este equipo",
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
    "connect.next.PAYMENTS": "Desde ahora “enlace” pide dinero por ahí; un trabajador hace el resto: dentro de la "
    "pantalla, o deskbell worker.",
    "connect.next.CALENDAR": "Desde ahora las clases van ahí al confirmarse; lo hace un trabajador: dentro de la "
    "pantalla, o deskbell worker.",
    "connect.mail.catch_up": (
        "1 clase próxima se reservó antes: deskbell outbox --catch-up la confirma por correo.",
        "{n} clases próximas se reservaron antes: deskbell outbox --catch-up las confirma por correo.",
    ),
    "connect.next.MAIL": "Desde ahora un plan dice qué se envía por correo y a quién; lo envía un trabajador: dentro "
    "de la pantalla, o deskbell worker.",
    "connect.done.CALENDAR": "{name} está conectado: {account}",
    "connect.done.MAIL": "{name} está conectado, como {account}",
    "connect.google.open": "La página de Google está abierta en su navegador; permita allí la agenda. Se espera "
    "{seconds} s. Si no está abierta, vaya a:",
    "connect.google.page": "Abra esta página en un navegador, en cualquier equipo, y permita allí la agenda:",
    "connect.google.paste": "Al final el navegador acaba en una página de 127.0.0.1, que quizá no exista. Pegue su "
    "dirección entera (no se muestra):",
    "connect.google.less": "Quedaron permisos sin marcar: {rights}. La agenda se arregla sin ellos.",
    "connect.mail.server": "Servidor de correo (smtp.example.org, smtp.example.org:587):",
    "connect.mail.user": "Usuario (nada: no hace falta):",
    "connect.mail.sender": "Remitente (Studio Ruiz <agenda@studio.example>):",
    "connect.mail.password": "Contraseña de {user} (no se muestra):",
    "connections.about.GOOGLE": "Las clases confirmadas en su Google Calendar, con enlace de vídeo si son en línea, y "
    "de allí su tiempo ocupado. Cree un cliente OAuth de escritorio, en:",
    "connections.about.MAIL": "Confirmaciones, enlaces, recibos y recordatorios por su propio servidor de correo "
    "(SMTP, cifrado). Tenga a mano su nombre, su usuario y una contraseña para programas.",
    "connect.step.MAIL": "El servidor toma el correo cifrado: solo o :465 es TLS, :587 es STARTTLS. Muchos proveedores "
    "quieren una contraseña para programas. No se muestra.",
    "connect.step.FILE": "Google quiere una entrada propia: cree un cliente OAuth de escritorio, descargue su archivo "
    "y nómbrelo aquí (AUTH_GOOGLE_ID y AUTH_GOOGLE_SECRET también valen). Se crean en:",
    "connect.step.browser": "La página de Google está abierta en su navegador: permita allí la agenda, y esto sigue "
    "solo en {seconds} s. Si no está abierta, su dirección está en el portapapeles:",
    "connect.step.page": "Abra esta dirección, que está en el portapapeles, en un navegador de cualquier equipo y "
    "permita allí la agenda. En este sigue solo en {seconds} s; si no, pegue la dirección en la que acaba el "
    "navegador.",
    "connect.step.again": "Pegue la dirección en la que acabó el navegador; la página de arriba es nueva.",
    "connect.field.server": "Servidor",
    "connect.field.sender": "Remitente",
    "connect.field.user": "Usuario",
    "connect.field.password": "Contraseña",
    "connect.field.file": "Archivo",
    "connect.field.address": "Dirección",
    "connect.key.log_in": "entrar y conectar",
    "connect.key.came": "seguir",
    "connect.hint.server": "smtp.example.org:587",
    "connect.hint.sender": "Studio Ruiz <agenda@studio.example>",
    "connect.hint.user": "si no es la dirección del remitente",
    "connect.hint.file": "~/Descargas/client_secret.json",
    "connect.google.calendar": "Las clases van al calendario “{calendar}”.",
    "connect.field.calendar": "Calendario",
    "connect.field.owner": "Dueño",
    "connect.step.CALENDAR": "Conectado: {account}. Las clases van a su propio calendario (primary), o a otro suyo: su "
    "id está en su configuración, en “Integrar el calendario”. El dueño es de quien es el calendario.",
    "connect.google.catch_up": (
        "1 clase próxima no está en él: deskbell calendar --catch-up la pone.",
        "{n} clases próximas no están en él: deskbell calendar --catch-up las pone.",
    ),
    "connections.about.INVENTED": "De una agenda inventada: lo que se pone ahí se puede mirar, y nada de ello sale de "
    "este equipo.",
    "calendars.title": "{name}: cómo se usa",
    "calendars.row.calendar": "Las clases van en",
    "calendars.row.owner": "De quién es",
    "calendars.row.remind": "Aviso",
    "calendars.row.says": "Un evento dice",
    "calendars.row.meet": "Clases en línea",
    "calendars.row.tutor": "Clases de",
    "calendars.row.busy": "Ocupa a",
    "calendars.more": "Calendarios además",
    "calendars.more.none": "ninguno: {key} añade uno propio de alguien, o uno que ofrece grupos",
    "calendars.primary": "el calendario propio de la cuenta",
    "calendars.nobody": "nadie",
    "calendars.everybody": "todos",
    "calendars.unsaid": "sin decir",
    "calendars.own": "clases de {tutor}",
    "calendars.offers": "ofrece {service} con {tutor}",
    "calendars.seats": ("1 plaza", "{n} plazas"),
    "calendars.about.calendar": "Allí están las clases confirmadas, un evento cada una; si elige otro, se mudan.",
    "calendars.about.owner": "El correo de quien tiene el calendario (ADMIN_EMAIL).",
    "calendars.about.remind": "Cuánto antes avisa el calendario a su dueño; a los clientes les avisan las reglas.",
    "calendars.about.says": "Clase y tema, o solo el número de la reserva; nunca un nombre ni una nota.",
    "calendars.about.meet": "Si se crea un enlace de reunión para una clase que no tiene uno propio.",
    "calendars.about.tutor": "De quién son las clases que van allí; quien tiene calendario propio cuenta siempre.",
    "calendars.about.busy": "Los otros eventos de allí no le dejan tiempo para clases.",
    "calendars.about.own": "Allí van sus clases, y sus otros eventos le ocupan.",
    "calendars.about.offers": "Sus eventos confirmados son sesiones de ese grupo, que se mueven y se van con ellos.",
    "calendars.ask.tutor": "¿De quién es el calendario?",
    "calendars.ask.use": "¿Para qué es?",
    "calendars.ask.calendar": "¿Qué calendario?",
    "calendars.ask.lessons": "sus clases van allí",
    "calendars.ask.class": "sus eventos son sesiones de {service}",
    "calendars.ask.away": "quitarlo",
    "calendars.ask.another": "otro: escriba su id",
    "calendars.hint.remind": "minutos antes del inicio, u off",
    "calendars.hint.calendar": "el id del calendario, como lo dicen sus ajustes en Google",
    "calendars.hint.seats": "vacío: tantas como tiene el grupo",
    "calendars.key.new": "otro calendario",
    "calendars.key.change": "cambiar",
    "calendars.key.used": "cómo se usa",
    "edit.calendar": "Calendario",
    "edit.owner": "Correo",
    "edit.remind": "Minutos",
    "edit.seats": "Plazas",
}
