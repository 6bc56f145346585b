"""Whose account a key opens, and whether it may do what a desk needs: asked by calls that change nothing.

What a desk writes is tried with nothing in it, or on a payment that is none: Stripe looks at the rights of a key before
it looks at the rest, and refuses either way.
"""

from __future__ import annotations

from typing import Any

from deskbell.domain.ports import Account, Done, Outcome, Refused
from deskbell.providers.stripe.line import Line
from deskbell.providers.stripe.looking import INTENTS, SESSIONS, Ended

NONE = "pi_none"
READS = (SESSIONS, INTENTS, "/v1/refunds", "/v1/disputes", "/v1/events")
WRITES = (SESSIONS, f"{INTENTS}/{NONE}/capture", "/v1/refunds")
SPARE = (
    ("/v1/customers", "Customers"), ("/v1/payouts", "Payouts"), ("/v1/subscriptions", "Subscriptions"),
    ("/v1/transfers", "Transfers"),
)  # fmt: skip
"""What a desk has no use for, by the name that it has among the rights of a key."""


def check(line: Line) -> Outcome[Account]:
    """Refused NOT_ALLOWED where a right is missing."""
    found = line.ask("get", "/v1/account", {})
    if isinstance(found, Done):
        whose, at = found.value, found.at
    elif found == Refused("NOT_ALLOWED"):  # a restricted key need not know whose it is
        whose, at = {}, None
    else:
        return found
    live = False
    for where in READS:
        answer = _asked(line, "get", where, {"limit": 1})
        live = live or any(one.get("livemode") is True for one in answer.value["data"])
        at = answer.at or at
    for where in WRITES:
        tried = line.ask("post", where, {})
        if tried in (Refused("KEY"), Refused("NOT_ALLOWED")) or not isinstance(tried, Refused):
            raise Ended(Refused("NOT_ALLOWED") if isinstance(tried, Done) else tried)
    excess = tuple(name for where, name in SPARE if isinstance(line.ask("get", where, {"limit": 1}), Done))
    country = str(whose.get("country") or "")
    id_ = str(whose.get("id") or "")
    return Done(Account(live, _name(whose), country, _currencies(line, country), excess, id_), at)


def _asked(line: Line, how: str, where: str, params: dict[str, Any]) -> Done[Any]:
    answer = line.ask(how, where, params)
    if not isinstance(answer, Done):
        raise Ended(answer)
    return answer


def _name(whose: dict[str, Any]) -> str:
    """What the account is called at its dashboard, else to its customers."""
    settings, profile = whose.get("settings") or {}, whose.get("business_profile") or {}
    return str((settings.get("dashboard") or {}).get("display_name") or profile.get("name") or "")


def _currencies(line: Line, country: str) -> tuple[str, ...]:
    """What an account of that country may sell in; nothing where that is not said."""
    answer = line.ask("get", f"/v1/country_specs/{country}", {}) if country else None
    if not isinstance(answer, Done):
        return ()
    return tuple(sorted(str(code).upper() for code in answer.value["supported_payment_currencies"]))
