"""Whose account a token opens: test or real money, which country, and so which currency."""

from __future__ import annotations

from typing import Any

from deskbell.domain.ports import Account
from deskbell.providers.mercadopago.amounts import SITES

TEST_USER = "test_user"
"""The tag of an account that was made for trying out; its production credentials move no real money either."""


def account_of(data: Any, *, test_token: bool) -> tuple[Account, int]:
    """An account out of what it says of itself, and its id. Its name is what its owner called it there."""
    site = data["site_id"]
    if not isinstance(site, str) or type(data["id"]) is not int:
        raise TypeError("no account of theirs")
    tags = data.get("tags") or []
    name = data.get("nickname")
    country, currency = SITES.get(site, (str(data.get("country_id") or ""), ""))
    found = Account(
        live=not test_token and TEST_USER not in tags,
        name=name if isinstance(name, str) else "",
        country=country,
        currencies=(currency,) if currency else (),
        id=str(data["id"]),
    )
    return found, data["id"]
