"""What letters say when the desk has no words of its own: subject and text of each notice, and the frame around it.

A text may hold {places}; a line of which every place is empty is left out. The paragraph with the {date} is the
lesson's card.
"""

from __future__ import annotations

from collections.abc import Mapping

from deskbell.domain.notices import Notice
from deskbell.words.language import Language

_CARD = {
    "en": "{lesson}\n{person}\n{date}, {time}–{until}\nwith {tutor}\n{place}\n{link}",
    "es": "{lesson}\n{person}\n{date}, {time}–{until}\ncon {tutor}\n{place}\n{link}",
    "pt": "{lesson}\n{person}\n{date}, {time}–{until}\ncom {tutor}\n{place}\n{link}",
}
N = Notice
_EN, _ES, _PT = _CARD["en"], _CARD["es"], _CARD["pt"]
_PAID_EN, _PAID_ES, _PAID_PT = (
    "{lesson}\n{person}\n{date}, {time}",
    "{lesson}\n{person}\n{date}, {time}",
    "{lesson}\n{person}\n{date}, {time}",
)

LETTERS: Mapping[Language, Mapping[Notice, tuple[str, str]]] = {
    "en": {
        N.BOOKED: ("Booked: {lesson}, {day} {time}", f"This lesson is booked:\n\n{_EN}"),
        N.MOVED: ("Moved: {lesson}, now {day} {time}", f"This lesson has moved. From now on it is:\n\n{_EN}"),
        N.CANCELLED: ("Cancelled: {lesson}, {day} {time}", f"This lesson does not take place:\n\n{_EN}"),
        N.REQUESTED: (
            "Requested: {lesson}, {day} {time}",
            f"This lesson is requested. It takes place once it is confirmed:\n\n{_EN}",
        ),
        N.REJECTED: (
            "Not confirmed: {lesson}, {day} {time}",
            f"This lesson could not be confirmed, so it does not take place and nothing is owed:\n\n{_EN}",
        ),
        N.EXPIRED: (
            "Not booked: {lesson}, {day} {time}",
            f"The time to pay is over, so the seat is free again and nothing is owed:\n\n{_EN}",
        ),
        N.PAY_LINK: (
            "To pay: {amount}, {lesson}",
            f"Please pay {{amount}} by this link:\n\n{{link}}\n\nIt is for:\n\n{_PAID_EN}",
        ),
        N.RECEIPT: (
            "Receipt {number}: {amount}",
            f"Thank you. We have received {{amount}}, receipt {{number}}, for:\n\n{_PAID_EN}",
        ),
        N.NOTE: ("A note on {lesson}, {day}", f"{{tutor}} wrote a note on this lesson:\n\n{_PAID_EN}\n\n{{note}}"),
        N.REMINDER: ("Reminder: {lesson}, {day} {time}", f"A reminder of this lesson:\n\n{_EN}"),
        N.FOLLOW_UP: (
            "Thank you: {lesson}, {day}",
            f"Thank you for coming:\n\n{_PAID_EN}\n\nIf you have a question about it, simply answer this mail.",
        ),
    },
    "es": {
        N.BOOKED: ("Reservado: {lesson}, {day} {time}", f"Esta clase está reservada:\n\n{_ES}"),
        N.MOVED: ("Cambio: {lesson}, ahora {day} {time}", f"Esta clase ha cambiado. Desde ahora es:\n\n{_ES}"),
        N.CANCELLED: ("Cancelado: {lesson}, {day} {time}", f"Esta clase no tendrá lugar:\n\n{_ES}"),
        N.REQUESTED: (
            "Solicitada: {lesson}, {day} {time}",
            f"Esta clase está solicitada. Tendrá lugar cuando se confirme:\n\n{_ES}",
        ),
        N.REJECTED: (
            "Sin confirmar: {lesson}, {day} {time}",
            f"Esta clase no se pudo confirmar; no tendrá lugar y no se debe nada:\n\n{_ES}",
        ),
        N.EXPIRED: (
            "Sin reservar: {lesson}, {day} {time}",
            f"El plazo para pagar terminó; la plaza vuelve a estar libre y no se debe nada:\n\n{_ES}",
        ),
        N.PAY_LINK: (
            "Por pagar: {amount}, {lesson}",
            f"Por favor, pague {{amount}} con este enlace:\n\n{{link}}\n\nEs por:\n\n{_PAID_ES}",
        ),
        N.RECEIPT: (
            "Recibo {number}: {amount}",
            f"Gracias. Hemos recibido {{amount}}, recibo {{number}}, por:\n\n{_PAID_ES}",
        ),
        N.NOTE: (
            "Una nota sobre {lesson}, {day}",
            f"{{tutor}} escribió una nota sobre esta clase:\n\n{_PAID_ES}\n\n{{note}}",
        ),
        N.REMINDER: ("Recordatorio: {lesson}, {day} {time}", f"Le recordamos esta clase:\n\n{_ES}"),
        N.FOLLOW_UP: (
            "Gracias: {lesson}, {day}",
            f"Gracias por venir:\n\n{_PAID_ES}\n\nSi tiene alguna pregunta, responda a este correo.",
        ),
    },
    "pt": {
        N.BOOKED: ("Reservado: {lesson}, {day} {time}", f"Esta aula está reservada:\n\n{_PT}"),
        N.MOVED: ("Mudança: {lesson}, agora {day} {time}", f"Esta aula mudou. A partir de agora é:\n\n{_PT}"),
        N.CANCELLED: ("Cancelado: {lesson}, {day} {time}", f"Esta aula não vai acontecer:\n\n{_PT}"),
        N.REQUESTED: (
            "Pedida: {lesson}, {day} {time}",
            f"Esta aula foi pedida. Ela acontece quando for confirmada:\n\n{_PT}",
        ),
        N.REJECTED: (
            "Sem confirmação: {lesson}, {day} {time}",
            f"Esta aula não pôde ser confirmada; não vai acontecer e nada é devido:\n\n{_PT}",
        ),
        N.EXPIRED: (
            "Sem reserva: {lesson}, {day} {time}",
            f"O prazo para pagar acabou; a vaga está livre de novo e nada é devido:\n\n{_PT}",
        ),
        N.PAY_LINK: (
            "A pagar: {amount}, {lesson}",
            f"Por favor, pague {{amount}} por este link:\n\n{{link}}\n\nÉ por:\n\n{_PAID_PT}",
        ),
        N.RECEIPT: (
            "Recibo {number}: {amount}",
            f"Obrigado. Recebemos {{amount}}, recibo {{number}}, por:\n\n{_PAID_PT}",
        ),
        N.NOTE: (
            "Uma nota sobre {lesson}, {day}",
            f"{{tutor}} escreveu uma nota sobre esta aula:\n\n{_PAID_PT}\n\n{{note}}",
        ),
        N.REMINDER: ("Lembrete: {lesson}, {day} {time}", f"Lembramos esta aula:\n\n{_PT}"),
        N.FOLLOW_UP: (
            "Obrigado: {lesson}, {day}",
            f"Obrigado por vir:\n\n{_PAID_PT}\n\nSe tiver alguma pergunta, responda a este e-mail.",
        ),
    },
}
"""Subject and text, by language and notice."""

FRAME: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "hello": "Hello {name},",
        "hello.bare": "Hello,",
        "many": "{desk}: {count} things to know",
        "many.BOOKED": "Booked: {count} lessons, the first {day} {time}",
        "many.REMINDER": "Reminder: {count} lessons, the first {day} {time}",
        "zone": "{time} ({zone} time)",
        "test.subject": "Test: mail from {desk}",
        "test.body": "This mail shows that {desk} can send mail. There is nothing to do.",
    },
    "es": {
        "hello": "Hola, {name}:",
        "hello.bare": "Hola:",
        "many": "{desk}: {count} avisos",
        "many.BOOKED": "Reservadas: {count} clases, la primera {day} {time}",
        "many.REMINDER": "Recordatorio: {count} clases, la primera {day} {time}",
        "zone": "{time} (hora de {zone})",
        "test.subject": "Prueba: correo de {desk}",
        "test.body": "Este correo muestra que {desk} puede enviar correo. No hay que hacer nada.",
    },
    "pt": {
        "hello": "Olá, {name},",
        "hello.bare": "Olá,",
        "many": "{desk}: {count} avisos",
        "many.BOOKED": "Marcadas: {count} aulas, a primeira {day} {time}",
        "many.REMINDER": "Lembrete: {count} aulas, a primeira {day} {time}",
        "zone": "{time} (hora de {zone})",
        "test.subject": "Teste: e-mail de {desk}",
        "test.body": "Este e-mail mostra que {desk} pode enviar e-mail. Não há nada a fazer.",
    },
}
"""What stands around the texts."""
