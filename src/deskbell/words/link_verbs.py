"""What can be done about money by link, holds, tasks and operations: label, what was done, one line of help."""

from __future__ import annotations

from deskbell.words.language import Language

LINK_VERBS: dict[str, dict[Language, tuple[str, str, str]]] = {
    "hold": {
        "en": ("Hold", "Held", "a seat that waits for its money"),
        "es": ("Retener", "Retenido", "una plaza que espera su dinero"),
        "pt": ("Segurar", "Segurado", "uma vaga que espera o pagamento"),
    },
    "request": {
        "en": ("Request", "Requested", "a seat that waits for an approval"),
        "es": ("Solicitar", "Solicitado", "una plaza que espera aprobación"),
        "pt": ("Pedir reserva", "Pedido", "uma vaga que espera aprovação"),
    },
    "approve": {
        "en": ("Approve", "Approved", "a request: take what is held, or ask by a link"),
        "es": ("Aprobar", "Aprobado", "una solicitud: cobra lo retenido o lo pide"),
        "pt": ("Aprovar", "Aprovado", "um pedido: recebe o retido ou pede por link"),
    },
    "reject": {
        "en": ("Turn down", "Turned down", "a request: the seat is free, money goes back"),
        "es": ("Rechazar", "Rechazado", "una solicitud: la plaza queda libre, el dinero vuelve"),
        "pt": ("Recusar", "Recusado", "um pedido: a vaga fica livre, o dinheiro volta"),
    },
    "set_service": {
        "en": ("Approval", "Service changed", "how bookings of a service are taken"),
        "es": ("Aprobación", "Servicio cambiado", "cómo se toman las reservas de un servicio"),
        "pt": ("Aprovação", "Serviço mudado", "como se aceitam as reservas de um serviço"),
    },
    "authorise": {
        "en": ("Authorise", "Asked for", "a link that holds the money until it is taken"),
        "es": ("Autorizar", "Pedido", "un enlace que retiene el dinero hasta cobrarlo"),
        "pt": ("Autorizar", "Pedido", "um link que retém o dinheiro até ser recebido"),
    },
    "ask_by_link": {
        "en": ("Payment link", "Asked for", "a link by which the customer pays"),
        "es": ("Enlace de pago", "Pedido", "un enlace con el que paga el cliente"),
        "pt": ("Link de pagamento", "Pedido", "um link pelo qual o cliente paga"),
    },
    "close_link": {
        "en": ("Close the link", "Link closed", "nobody can pay by it any more"),
        "es": ("Cerrar el enlace", "Enlace cerrado", "ya nadie puede pagar con él"),
        "pt": ("Fechar o link", "Link fechado", "ninguém mais paga por ele"),
    },
    "settle": {
        "en": ("Settle", "Settled", "what the provider says of a payment link"),
        "es": ("Asentar", "Asentado", "lo que el proveedor dice de un enlace de pago"),
        "pt": ("Acertar", "Acertado", "o que o provedor diz de um link de pagamento"),
    },
    "lapse": {
        "en": ("Release the seat", "Seat released", "the hold is over and no money came"),
        "es": ("Liberar la plaza", "Plaza liberada", "la retención terminó y no llegó dinero"),
        "pt": ("Liberar a vaga", "Vaga liberada", "o prazo acabou e o dinheiro não veio"),
    },
    "capture": {
        "en": ("Take the money", "To be taken", "what is authorised, all of it or a part"),
        "es": ("Cobrar autorizado", "Por cobrar", "lo autorizado, todo o una parte"),
        "pt": ("Receber autorizado", "A receber", "o que está autorizado, tudo ou uma parte"),
    },
    "void": {
        "en": ("Give it up", "Given up", "the customer keeps what was authorised"),
        "es": ("Renunciar", "Renunciado", "el cliente se queda con lo autorizado"),
        "pt": ("Abrir mão", "Dispensado", "o cliente fica com o que foi autorizado"),
    },
    "refund_failed": {
        "en": ("Refund failed", "Refund failed", "the provider would not give the money back"),
        "es": ("Devolución fallida", "Devolución fallida", "el proveedor no quiso devolver el dinero"),
        "pt": ("Devolução falhou", "Devolução falhou", "o provedor não quis devolver o dinheiro"),
    },
    "give_back": {
        "en": ("Give back", "Goes back", "money of a payment, without a cancellation"),
        "es": ("Devolver", "Se devuelve", "dinero de un pago, sin cancelar nada"),
        "pt": ("Devolver", "Será devolvido", "dinheiro de um pagamento, sem cancelar nada"),
    },
    "accept_late": {
        "en": ("Give the seat", "Seat given", "the money came late and the seat is free"),
        "es": ("Dar la plaza", "Plaza dada", "el dinero llegó tarde y la plaza está libre"),
        "pt": ("Dar a vaga", "Vaga dada", "o dinheiro veio tarde e a vaga está livre"),
    },
    "retry_refund": {
        "en": ("Refund again", "Asked for again", "ask the provider once more"),
        "es": ("Devolver otra vez", "Pedido otra vez", "pídalo al proveedor una vez más"),
        "pt": ("Devolver de novo", "Pedido de novo", "peça ao provedor mais uma vez"),
    },
    "raise": {
        "en": ("Raise", "Needs a person", "something that a person must see to"),
        "es": ("Avisar", "Espera a alguien", "algo que alguien debe ver"),
        "pt": ("Avisar", "Espera por alguém", "algo que alguém precisa ver"),
    },
    "settle_task": {
        "en": ("Seen to", "Seen to", "nothing more has to be done about it"),
        "es": ("Resuelto", "Resuelto", "ya no hay que hacer nada más"),
        "pt": ("Resolvido", "Resolvido", "não é preciso fazer mais nada"),
    },
    "turn_op": {
        "en": ("Retry or drop", "Set anew", "what is asked of a provider: again, later, never"),
        "es": ("Reintentar o no", "Cambiado", "lo pedido a un proveedor: otra vez, después o nunca"),
        "pt": ("Repetir ou não", "Alterado", "o pedido a um provedor: de novo, depois ou nunca"),
    },
}

LINK_COMMANDS = {
    "ASKBYLINK": "ask_by_link",
    "CLOSELINK": "close_link",
    "CAPTURENOW": "capture",
    "VOIDPAYMENT": "void",
    "REFUNDFAILED": "refund_failed",
    "GIVEBACK": "give_back",
    "ACCEPTLATE": "accept_late",
    "RETRYREFUND": "retry_refund",
    "SETTLETASK": "settle_task",
    "TURNOP": "turn_op",
    "APPROVE_TO_PAY": "approve",
    "SETSERVICE": "set_service",
}
"""Commands that are called otherwise than their verb."""
