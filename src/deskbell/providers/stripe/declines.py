"""Why a card was turned down, in the codes that both ends of a desk know; what else Stripe says stays as it is.

A card that was lost or stolen is declined and no more: that is not told to whoever holds it.
"""

from __future__ import annotations

from deskbell.providers.stripe.answers import own

_MEANT = {
    "AUTHENTICATION_NOT_HANDLED": "CARD_CONFIRM",
    "AUTHENTICATION_REQUIRED": "CARD_CONFIRM",
    "CALL_ISSUER": "CARD_CALL",
    "CARD_NOT_SUPPORTED": "CARD_KIND",
    "CARD_VELOCITY_EXCEEDED": "CARD_LIMIT",
    "CURRENCY_NOT_SUPPORTED": "CARD_KIND",
    "DO_NOT_HONOR": "CARD_DECLINED",
    "DUPLICATE_TRANSACTION": "PAID_TWICE",
    "EXPIRED_CARD": "CARD_EXPIRED",
    "FRAUDULENT": "CARD_DECLINED",
    "GENERIC_DECLINE": "CARD_DECLINED",
    "INCORRECT_CVC": "CARD_CODE",
    "INCORRECT_NUMBER": "CARD_NUMBER",
    "INCORRECT_PIN": "CARD_CODE",
    "INCORRECT_ZIP": "CARD_DETAILS",
    "INSUFFICIENT_FUNDS": "FUNDS",
    "INVALID_CVC": "CARD_CODE",
    "INVALID_EXPIRY_MONTH": "CARD_DATE",
    "INVALID_EXPIRY_YEAR": "CARD_DATE",
    "INVALID_NUMBER": "CARD_NUMBER",
    "LOST_CARD": "CARD_DECLINED",
    "MERCHANT_BLACKLIST": "CARD_DECLINED",
    "PAYMENT_INTENT_AUTHENTICATION_FAILURE": "CARD_CONFIRM",
    "PICKUP_CARD": "CARD_DECLINED",
    "PIN_TRY_EXCEEDED": "CARD_TRIES",
    "RESTRICTED_CARD": "CARD_DECLINED",
    "STOLEN_CARD": "CARD_DECLINED",
    "TRANSACTION_NOT_ALLOWED": "CARD_KIND",
    "WITHDRAWAL_COUNT_LIMIT_EXCEEDED": "CARD_LIMIT",
}


def why(code: object) -> str:
    """The code of a decline; DECLINED for what looks like none."""
    found = own(str(code or ""))
    return _MEANT.get(found, found) or "DECLINED"
