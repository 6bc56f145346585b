"""What needs a person, what to do about it, and what the answers are called: Spanish."""

from __future__ import annotations

from deskbell.words import events_es as event

LINES: dict[str, str | tuple[str, ...]] = {
    "REFUND_BY_HAND": (
        "hay que devolver {amount} a mano a {person}, reserva {booking}",
        "hay que devolver {amount} a mano, reserva {booking}",
        "hay que devolver {amount} a mano",
        "hay que devolver dinero a mano",
    ),
    "MONEY_WITHOUT_SEAT": (
        "llegaron {amount} cuando la plaza ya se había soltado: {person}, {lesson}",
        "llegaron {amount} cuando la plaza ya se había soltado, reserva {booking}",
        "llegaron {amount} cuando la plaza ya se había soltado",
        "llegó dinero cuando la plaza ya se había soltado, reserva {booking}",
        "llegó dinero cuando la plaza ya se había soltado",
    ),
    "MONEY_WITHOUT_SEAT.GONE": (
        "llegaron {amount} por una plaza que ya está ocupada: {person}, {lesson}",
        "llegaron {amount} por una plaza que ya está ocupada, reserva {booking}",
        "llegaron {amount} por una plaza que ya está ocupada",
        "llegó dinero por una plaza que ya está ocupada, reserva {booking}",
        "llegó dinero por una plaza que ya está ocupada",
    ),
    "MONEY_WITHOUT_SEAT.OVER": (
        "llegaron {amount} empezada la clase, sin plaza: {person}, {lesson}",
        "llegaron {amount} empezada la clase, sin plaza, reserva {booking}",
        "llegaron {amount} empezada la clase, sin plaza",
        "llegó dinero empezada la clase, sin plaza, reserva {booking}",
        "llegó dinero empezada la clase, sin plaza",
    ),
    "OVERPAID": (
        "llegaron {amount} de más para el pedido {order}: {person}",
        "llegaron {amount} de más para el pedido {order}",
        "llegó dinero de más para el pedido {order}",
        "llegó dinero de más para un pedido",
    ),
    "AMOUNT_DIFFERS": (
        "llegaron {amount} donde se pidieron {expected}, pedido {order}",
        "llegaron {amount} donde se pidieron {expected}",
        "llegaron {amount}, y no es lo que se pidió",
        "llegó otro importe u otra moneda que lo pedido",
    ),
    "REFUND_FAILED": (
        "no se devolvieron {amount} a {person}: {code}",
        "no se devolvieron {amount}: {code}",
        "no se devolvieron {amount} a {person}",
        "no se devolvieron {amount}",
        "una devolución falló",
    ),
    "REFUNDED_OUTSIDE": (
        "se devolvieron {amount} fuera de esta agenda: {person}, reserva {booking}",
        "se devolvieron {amount} fuera de esta agenda, reserva {booking}",
        "se devolvieron {amount} fuera de esta agenda",
        "se devolvió dinero fuera de esta agenda",
    ),
    "CHARGED_BACK": (
        "el banco retiró {amount}: {person}, reserva {booking}",
        "el banco retiró {amount}, pedido {order}",
        "el banco retiró {amount}",
        "el banco retiró un pago",
    ),
    "AUTH_LOST": (
        "la autorización de {amount} terminó antes de cobrarse, pedido {order}",
        "la autorización de {amount} terminó antes de cobrarse",
        "una autorización terminó antes de cobrarse, pedido {order}",
        "una autorización terminó antes de cobrarse",
    ),
    "LINK_REFUSED": (
        "no se pudo hacer un enlace de pago de {amount}: {code}",
        "no se pudo hacer un enlace de pago de {amount} para {person}",
        "no se pudo hacer un enlace de pago de {amount}",
        "no se pudo hacer un enlace de pago: {code}",
        "no se pudo hacer un enlace de pago",
    ),
    "HOLD_STUCK": (
        "la retención terminó ({since}) y {connection} no responde: {person}, {lesson}",
        "la retención de la reserva {booking} terminó ({since}) y {connection} no responde",
        "la retención de la reserva {booking} terminó y su proveedor no responde",
        "una retención terminó y su proveedor no responde",
    ),
    "OP_STUCK": (
        "{operation}: sin respuesta de {connection} desde {since}",
        "{operation}: {code}",
        "{operation}: aún sin respuesta",
        "un proveedor aún no ha respondido",
    ),
    "BACKUP_FAILED": "no se pudo hacer una copia de la agenda",
    "WORK_FAILED": (
        "el worker falló con este pago de {amount}: {person}, reserva {booking}",
        "el worker falló con los pagos de {person}, reserva {booking}",
        "el worker falló con los pagos de la reserva {booking}",
        "el worker falló con un pago",
    ),
    "STRAY_MONEY": (
        "{connection} tiene {amount} que no son de ningún pedido de aquí ({reference})",
        "{connection} tiene {amount} que no son de ningún pedido de aquí",
        "{connection} tiene dinero que no es de ningún pedido de aquí",
        "un proveedor tiene dinero que no es de ningún pedido de aquí",
    ),
    "CLOCK_SKEW": (
        "el reloj de este equipo y el de {connection} difieren en {skew}: ninguna retención termina mientras tanto",
        "el reloj de este equipo y el de {connection} difieren: ninguna retención termina mientras tanto",
        "el reloj de este equipo y el de un proveedor difieren: ninguna retención termina mientras tanto",
    ),
    "LOCKED_OUT": (
        "{connection} no deja entrar a este escritorio: {code}",
        "{connection} no deja entrar a este escritorio",
        "un proveedor no deja entrar a este escritorio",
    ),
    "CONNECTION_DOWN": (
        "{connection} no responde desde {since}: {code}",
        "{connection} no responde desde {since}",
        "{connection} no responde: {code}",
        "{connection} no responde",
        "un proveedor no responde",
    ),
    "LINKS_LEFT": (
        "{connection} está quitado, y aún puede llegar dinero por enlaces que se hicieron",
        "una conexión está quitada, y aún puede llegar dinero por enlaces que se hicieron",
    ),
    **event.TASKS,
    "?": "algo espera a alguien",
}

ADVICE: dict[str, str] = {
    "REFUND_BY_HAND": "Devuelva el dinero y anote después que se hizo.",
    "MONEY_WITHOUT_SEAT": "Dele la plaza si está libre, o devuelva el dinero; pasado un día se devuelve solo.",
    "MONEY_WITHOUT_SEAT.GONE": "Devuelva el dinero; pasado un día se devuelve solo.",
    "MONEY_WITHOUT_SEAT.OVER": "Devuelva el dinero; pasado un día se devuelve solo.",
    "OVERPAID": "Devuelva lo que sobra, o quédeselo si así se acordó.",
    "AMOUNT_DIFFERS": "Mire el pago en el proveedor; quédeselo, o devuélvalo y pídalo otra vez.",
    "REFUND_FAILED": "Pídalo otra vez al proveedor, o devuélvalo de otra manera y anote que se hizo a mano.",
    "REFUNDED_OUTSIDE": "Cancele la reserva si ya no vale, o déjela como está y cobre otra vez.",
    "CHARGED_BACK": "Responda a la disputa en el proveedor; cobre de otra manera, o cancele la reserva.",
    "AUTH_LOST": "Envíe un enlace de pago nuevo, o cobre en recepción.",
    "LINK_REFUSED": "Pruebe con un enlace nuevo, o cobre de otra manera mientras la plaza está retenida.",
    "HOLD_STUCK": "Espere al proveedor, o libere la plaza de todos modos; si aún llega dinero, aparecerá aquí.",
    "OP_STUCK": "Mire en el proveedor si se hizo; inténtelo otra vez, o descártelo con un motivo.",
    "BACKUP_FAILED": "Haga sitio en el disco y use deskbell backup; deskbell verify dice qué no coincide.",
    "WORK_FAILED": "Se intenta de nuevo solo; si sigue, comunique el fallo: deskbell where dice dónde está su archivo.",
    "STRAY_MONEY": "Concilie para ver qué pago es; vea de quién es en el proveedor, devuélvalo allí o anótelo a mano.",
    "CLOCK_SKEW": "Ponga en hora el reloj de este equipo con la red.",
    "LOCKED_OUT": "Haga una clave válida con todos los permisos que pide su página, y conecte: deskbell connect.",
    "CONNECTION_DOWN": "Revise la red y la página de estado del proveedor; se intenta de nuevo sin hacer nada.",
    "LINKS_LEFT": "Mire en el proveedor si alguien pagó; al conectar de nuevo se encuentra solo.",
    **event.ADVICE,
    "?": "Mírelo y márquelo como resuelto cuando lo esté.",
}

ANSWERS: dict[str, str] = {
    "ACCEPT": "darle la plaza",
    "GIVE_BACK": "devolver el dinero",
    "RETRY": "intentar otra vez",
    "BY_HAND": "hecho a mano",
    "RELEASE": "liberar la plaza de todos modos",
    "CANCEL_BOOKING": "cancelar la reserva",
    "KEEP": "dejarlo como está",
    "SEEN": "resuelto",
    "NEW_LINK": "enviar un enlace nuevo",
    "DROP": "descartarlo, con un motivo",
    **event.ANSWERS,
    "?": "responder",
}
