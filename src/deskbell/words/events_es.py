"""Lessons on a calendar: what is asked for, what stands there, what somebody did there by hand: Spanish."""

from __future__ import annotations

ERRORS: dict[str, str | tuple[str, ...]] = {
    "NO_CALENDAR": "Esta agenda no está en ningún calendario; conecte uno antes.",
    "NO_CALENDAR_OF_NAME": "Ningún calendario de esa cuenta se llama «{text}»; elija uno de estos: {candidates}.",
    "REMINDER_RANGE": "Un calendario avisa de 0 a {most} minutos antes del inicio; elija un número entre esos.",
    "CALENDAR_USED_TWICE": "El calendario {calendar} ya se usa; elija otro para esto.",
    "SEATS_RANGE": "Un grupo tiene de 1 a {most} plazas; elija un número entre esos.",
    "FURTHER_FOR_WHOM": "Un calendario que ofrece grupos es de alguien; diga de quién con --for y cuál con --use.",
    "SAME_CALENDAR": "El calendario ya se usa así; diga qué debe cambiar.",
    "NOTHING_TO_CATCH_UP": "Todas las clases que vienen ya están en el calendario; no hay nada que hacer.",
}
WILL: dict[str, str | tuple[str, ...]] = {
    "EventWanted.CREATE": "manda crear un evento en {connection}: {slot}",
    "EventWanted.UPDATE": "manda cambiar el evento en {connection}: {slot}",
    "EventWanted.DELETE": "manda quitar el evento de {connection}: {slot}",
    "EventWanted.MEETING": "manda crear el enlace de la reunión: {slot}",
    "EventKept.CREATE": "anota que {connection} tiene el evento: {slot}",
    "EventKept.UPDATE": "anota que {connection} cambió el evento: {slot}",
    "EventKept.DELETE": "anota que {connection} ya no tiene el evento: {slot}",
    "EventKept.MEETING": "anota el enlace de la reunión: {slot}",
    "CalendarSet": "usa {connection} así: {how}",
}
DID: dict[str, str | tuple[str, ...]] = {
    "EventWanted.CREATE": "evento por crear en {connection}",
    "EventWanted.UPDATE": "evento por cambiar en {connection}",
    "EventWanted.DELETE": "evento por quitar de {connection}",
    "EventWanted.MEETING": "enlace de reunión pedido",
    "EventKept.CREATE": "en {connection}",
    "EventKept.UPDATE": "cambiado en {connection}",
    "EventKept.DELETE": "fuera de {connection}",
    "EventKept.MEETING": "ya hay enlace de reunión",
    "CalendarSet": "{connection} se usa así: {how}",
}
TERMS: dict[str, str] = {
    "event.FULL": "clase y tema",
    "event.CODE": "solo números de reserva",
    "event.meet": "con enlaces de reunión",
    "event.no_meet": "sin enlaces de reunión",
    "event.remind": "aviso {length} antes",
    "event.before": "{length} antes",
    "event.no_remind": "sin aviso",
    "event.tutor": "clases de {tutor}",
    "event.busy": "sus otros eventos ocupan a {tutor}",
    "event.owner": "calendario de {owner}",
    "event.own": "clases de {tutor} en {calendar}",
    "event.offers": "{calendar} ofrece {service} con {tutor}",
    "event.offers_seats": "{calendar} ofrece {service} con {tutor}, plazas: {seats}",
    "task.OFFER_CHANGED": "grupo movido en el calendario",
    "task.OFFER_CLASH": "grupo sin sitio",
    "task.GUEST_REFUSED": "invitado sin invitación",
    "task.NO_MEETING": "sin enlace de reunión",
    "task.EVENT_CHANGED": "evento movido a mano",
    "task.EVENT_GONE": "evento borrado a mano",
    "task.STRAY_EVENT": "evento de una clase desconocida",
    "task.BUSY_ON_BOOKING": "el calendario dice ocupado",
}
PLANS: dict[str, str | tuple[str, str]] = {
    "event.CREATE": ("se crea el evento en {connection}", "se crean {n} eventos en {connection}"),
    "event.UPDATE": ("cambia el evento en {connection}", "cambian {n} eventos en {connection}"),
    "event.DELETE": ("se quita el evento de {connection}", "se quitan {n} eventos de {connection}"),
    "event.MEETING": ("se crea el enlace de reunión", "se crean {n} enlaces de reunión"),
    "event.none": "en ningún calendario: no hay ninguno conectado",
    "undo.calendar": "calendario",
    "confirm.set_calendar": "lo usa así",
    "confirm.catch_up": "las pone allí",
}
TASKS: dict[str, tuple[str, ...]] = {
    "NO_MEETING": (
        "{person}, {lesson}: el calendario no creó el enlace de la reunión",
        "no se pudo crear el enlace de la reunión de una clase",
    ),
    "EVENT_CHANGED": (
        "{person}, {lesson}: alguien movió el evento del calendario a {when}",
        "alguien movió en el calendario el evento de una clase",
    ),
    "EVENT_GONE": (
        "{person}, {lesson}: alguien borró el evento del calendario",
        "alguien borró del calendario el evento de una clase",
    ),
    "OFFER_CHANGED": (
        "{person}, {lesson}: su evento se movió o se anuló en el calendario que lo ofrece",
        "un grupo con alguien dentro se movió o se anuló en su calendario",
    ),
    "OFFER_CLASH": (
        "el calendario ofrece un grupo {when}, y esa hora está ocupada aquí",
        "el calendario ofrece un grupo a una hora que está ocupada aquí",
    ),
    "GUEST_REFUSED": (
        "{person}, {lesson}: el calendario no aceptó su correo, así que no está invitado",
        "el calendario no aceptó el correo de un invitado",
    ),
    "STRAY_EVENT": (
        "el calendario tiene un evento de una clase que esta agenda no conoce: {when}",
        "el calendario tiene un evento de una clase que esta agenda no conoce",
    ),
    "BUSY_ON_BOOKING": (
        "{person}, {lesson}: según el calendario quien da la clase está ocupado",
        "según el calendario alguien está ocupado durante una clase",
    ),
}
ADVICE: dict[str, str] = {
    "NO_MEETING": "Escriba un enlace propio en la reserva: editar, enlace.",
    "EVENT_CHANGED": "Devuelva el evento a su sitio o mueva la clase a donde está ahora.",
    "EVENT_GONE": "Vuelva a poner el evento o cancele la clase si no se da.",
    "OFFER_CHANGED": "Mueva o cancele las reservas, o devuelva el evento a su sitio en el calendario.",
    "OFFER_CLASH": "Mueva lo que hay aquí o el evento del calendario; se abre en cuanto la hora quede libre.",
    "GUEST_REFUSED": "Corrija el correo de quien está invitado; el evento le sigue.",
    "STRAY_EVENT": "Mire el calendario: reserve la clase otra vez si se da y borre allí el evento.",
    "BUSY_ON_BOOKING": "Mueva la clase o el otro evento del calendario.",
}
ANSWERS: dict[str, str] = {
    "PUT_BACK": "volver a poner el evento",
    "MOVE_ALONG": "mover la clase allí",
}
