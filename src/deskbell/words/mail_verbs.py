"""What can be done about mail: label, what was done, one line of help."""

from __future__ import annotations

from deskbell.words.language import Language

MAIL_VERBS: dict[str, dict[Language, tuple[str, str, str]]] = {
    "rules": {
        "en": ("Rules", "Rules", "who is told what and when, and in which words"),
        "es": ("Reglas", "Reglas", "a quién se avisa de qué y cuándo, con qué palabras"),
        "pt": ("Regras", "Regras", "quem é avisado de quê e quando, com que palavras"),
    },
    "outbox": {
        "en": ("Outbox", "Outbox", "what mail went, what waits, what goes out next"),
        "es": ("Salida", "Salida", "qué correo salió, cuál espera, qué sale después"),
        "pt": ("Saída", "Saída", "que e-mail saiu, o que espera, o que sai depois"),
    },
    "mail": {
        "en": ("Mail", "Mailed", "send yourself a test"),
        "es": ("Correo", "Enviado", "enviarse una prueba"),
        "pt": ("E-mail", "Enviado", "enviar um teste a si mesmo"),
    },
    "person": {
        "en": ("Person", "Changed", "how somebody is mailed: address, language, zone"),
        "es": ("Persona", "Cambiado", "cómo se escribe a alguien: dirección, idioma, zona"),
        "pt": ("Pessoa", "Alterado", "como se escreve a alguém: endereço, idioma, fuso"),
    },
    "test": {
        "en": ("Send me a test", "Test sent", "one mail to an address of yours"),
        "es": ("Enviar una prueba", "Prueba enviada", "un correo a una dirección suya"),
        "pt": ("Enviar um teste", "Teste enviado", "um e-mail a um endereço seu"),
    },
    "remind": {
        "en": ("Remind", "Reminded", "tell what is due by the clock"),
        "es": ("Recordar", "Recordado", "avisar de lo que toca por el reloj"),
        "pt": ("Lembrar", "Lembrado", "avisar o que cabe pelo relógio"),
    },
    "deliver": {
        "en": ("Note the delivery", "Delivery noted", "what became of a mail"),
        "es": ("Anotar la entrega", "Entrega anotada", "qué fue de un correo"),
        "pt": ("Anotar a entrega", "Entrega anotada", "o que foi de um e-mail"),
    },
    "send_again": {
        "en": ("Send again", "To be sent again", "the same mail once more"),
        "es": ("Enviar otra vez", "Se enviará otra vez", "el mismo correo de nuevo"),
        "pt": ("Enviar de novo", "Será enviado de novo", "o mesmo e-mail outra vez"),
    },
    "drop_letter": {
        "en": ("Drop", "Dropped", "a mail that waits does not leave"),
        "es": ("Descartar", "Descartado", "un correo que espera no sale"),
        "pt": ("Descartar", "Descartado", "um e-mail que espera não sai"),
    },
    "confirm_booked": {
        "en": ("Confirm lessons", "Confirmed by mail", "lessons to come that were booked before mail was there"),
        "es": ("Confirmar clases", "Confirmadas", "las clases que vienen, reservadas antes de haber correo"),
        "pt": ("Confirmar aulas", "Confirmadas", "as aulas que vêm, marcadas antes de haver e-mail"),
    },
    "set_rule": {
        "en": ("Change the rule", "Rule changed", "whom, how far away, quiet hours"),
        "es": ("Cambiar la regla", "Regla cambiada", "a quién, a qué distancia, silencio"),
        "pt": ("Mudar a regra", "Regra mudada", "a quem, a que distância, silêncio"),
    },
    "new_one": {
        "en": ("New", "Made", "one more: a reminder, a calendar beside the first"),
        "es": ("Nuevo", "Hecho", "uno más: un recordatorio, un calendario además"),
        "pt": ("Novo", "Feito", "mais um: um lembrete, um calendário além do primeiro"),
    },
    "set_text": {
        "en": ("Change the text", "Text changed", "the desk's own words for a notice"),
        "es": ("Cambiar el texto", "Texto cambiado", "palabras propias para un aviso"),
        "pt": ("Mudar o texto", "Texto mudado", "palavras próprias para um aviso"),
    },
    "switch": {
        "en": ("On or off", "Switched", "whether that rule holds"),
        "es": ("Sí o no", "Cambiado", "si esa regla vale"),
        "pt": ("Sim ou não", "Mudado", "se essa regra vale"),
    },
}
MAIL_COMMANDS: dict[str, str] = {
    "EDITPERSON": "edit",
    "CONFIRMBOOKED": "confirm_booked",
    "SENDAGAIN": "send_again",
    "DROPLETTER": "drop_letter",
    "SETRULE": "set_rule",
    "SETTEXT": "set_text",
}
"""Commands that are called otherwise than their verb."""
