"""Why a payment was turned down, in the codes that both ends of a desk know; what else they say stays as it is."""

from __future__ import annotations

from typing import Any

from deskbell.providers.mercadopago.answers import identifier

_MEANT = {
    "CC_AMOUNT_RATE_LIMIT_EXCEEDED": "CARD_LIMIT",
    "CC_REJECTED_BAD_FILLED_CARD_NUMBER": "CARD_NUMBER",
    "CC_REJECTED_BAD_FILLED_DATE": "CARD_DATE",
    "CC_REJECTED_BAD_FILLED_OTHER": "CARD_DETAILS",
    "CC_REJECTED_BAD_FILLED_SECURITY_CODE": "CARD_CODE",
    "CC_REJECTED_BLACKLIST": "CARD_DECLINED",
    "CC_REJECTED_CALL_FOR_AUTHORIZE": "CARD_CALL",
    "CC_REJECTED_CARD_DISABLED": "CARD_DISABLED",
    "CC_REJECTED_CARD_ERROR": "CARD_DECLINED",
    "CC_REJECTED_CARD_TYPE_NOT_ALLOWED": "CARD_KIND",
    "CC_REJECTED_DUPLICATED_PAYMENT": "PAID_TWICE",
    "CC_REJECTED_HIGH_RISK": "RISK",
    "CC_REJECTED_INSUFFICIENT_AMOUNT": "FUNDS",
    "CC_REJECTED_INVALID_INSTALLMENTS": "CARD_KIND",
    "CC_REJECTED_MAX_ATTEMPTS": "CARD_TRIES",
    "CC_REJECTED_OTHER_REASON": "CARD_DECLINED",
    "REJECTED_BY_BANK": "CARD_DECLINED",
    "REJECTED_HIGH_RISK": "RISK",
    "REJECTED_INSUFFICIENT_DATA": "CARD_DETAILS",
}


def why(detail: Any) -> str:
    """The code of a `status_detail`; '' for what is none."""
    found = identifier(detail)
    return _MEANT.get(found, found)
