"""Every answer means one of four things (spec 6, 2.5): wrong keys, refusals, limits, and what is no answer at all."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deskbell.domain.ports import Done, Later, Outcome, Refused, Unknown
from deskbell.providers.mercadopago.answers import heard

DATE = "Wed, 04 Mar 2026 10:00:00 GMT"
AT = 1_772_618_400


def told(status: int, body: Any, **headers: str) -> Outcome[Any]:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    found = {name.replace("_", "-"): value for name, value in headers.items()}
    return heard({"status": status, "response": None, "headers": found, "body": text}, lambda data: data["id"])


def error(message: str = "", name: str = "bad_request", code: object = None, status: int = 400) -> dict[str, Any]:
    cause = [] if code is None else [{"code": code, "description": message, "data": None}]
    return {"status": status, "error": name, "message": message, "cause": cause}


@pytest.mark.parametrize(
    ("status", "body", "meant"),
    [
        (200, {"id": 1}, Done(1, AT)),
        (201, {"id": 1}, Done(1, AT)),
        (200, {"status": 400, "message": "said with a 200"}, Unknown("NO_ANSWER")),
        (200, b"<html>Be right back</html>", Unknown("NO_ANSWER")),
        (200, b"", Unknown("NO_ANSWER")),
        (200, b"\xff", Unknown("NO_ANSWER")),
        (200, b"[" * 100_000, Unknown("NO_ANSWER")),
        (200, b'{"id": NaN}', Unknown("NO_ANSWER")),
        (302, b"", Unknown("NO_ANSWER")),
        (302, {"message": "go there"}, Unknown("HTTP_302")),
        (400, b"<html>", Unknown("NO_ANSWER")),
        (404, {"no": "error of theirs"}, Unknown("NO_ANSWER")),
        (400, error("The access_token is invalid", "bad_request"), Refused("KEY")),
        (401, error("invalid access token", "unauthorized", status=401), Refused("KEY")),
        (401, error("Unauthorized use of live credentials", "unauthorized"), Refused("TEST_USER_KEY")),
        (403, error("At least one policy returned UNAUTHORIZED.", "forbidden", status=403), Refused("NOT_ALLOWED")),
        (404, error("Payment not found", "not_found", 2000, 404), Refused("NOT_FOUND")),
        (400, error("preference_id not found", "invalid_id"), Refused("NOT_FOUND")),
        (400, error("currency_id invalid", "invalid_items"), Refused("CURRENCY")),
        (400, error("unit_price invalid", "invalid_items"), Refused("AMOUNT_NOT_PAYABLE")),
        (400, error("amount cannot be paid with Mercado Pago", "invalid_items"), Refused("AMOUNT_NOT_PAYABLE")),
        (400, error("expiration_date_to invalid", "invalid_expiration_date_to"), Refused("EXPIRED_ALREADY")),
        (400, error("Payment too old to be refunded", code=15016), Refused("REFUND_TOO_LATE")),
        (400, error("Payment too old to be refunded", code="2024"), Refused("REFUND_TOO_LATE")),
        (400, error("not valid for the current payment state", code=2063), Refused("WRONG_STATE")),
        (400, error("Insufficient balance in the account"), Refused("NO_BALANCE")),
        (400, error("The account has not enough money"), Refused("NO_BALANCE")),
        (400, error("amount attribute must be positive", code=4040), Refused("AMOUNT_TOO_SMALL")),
        (400, error("partial refund unsupported", code=3024), Refused("NOT_SUPPORTED")),
        (400, error("something new", "brand_new_reason", 987654), Refused("BRAND_NEW_REASON")),
        (422, error("", "something else, with words", None), Refused("HTTP_422")),
        (400, {"message": "no cause, no name"}, Refused("HTTP_400")),
        (400, {"message": None, "error": None, "cause": "text"}, Refused("HTTP_400")),
        (400, {"status": 400, "cause": {"code": 2000}}, Refused("NOT_FOUND")),
        (409, error("used with another body", "idempotency_key_already_used"), Refused("KEY_REUSED")),
        (409, error("in progress", "conflict"), Later(1, "CONFLICT")),
        (423, error("locked", "resource_locked"), Later(1, "CONFLICT")),
        (424, error("a dependency failed", "failed_dependency"), Unknown("HTTP_424")),
        (408, error("too slow", "timeout"), Unknown("TIMEOUT")),
        (429, b"", Later(5)),
        (503, b"<html>", Later(5)),
        (500, error("internal", "internal_server_error", status=500), Unknown("HTTP_500", sticky=True)),
        (500, b"<html>", Unknown("NO_ANSWER")),
        (502, error("bad gateway"), Unknown("HTTP_502")),
        (504, b"", Unknown("NO_ANSWER")),
    ],
)  # fmt: skip
def test_every_answer_is_one_of_four(status: int, body: Any, meant: Outcome[Any]) -> None:
    assert told(status, body, Date=DATE) == meant


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7),
        ("0", 1),
        ("999999", 3600),
        ("soon", 5),
        ("", 5),
        ("-3", 5),
        ("Wed, 04 Mar 2026 10:00:30 GMT", 30),
        ("Wed, 04 Mar 2026 09:00:00 GMT", 1),
        ("Wed, 04 Mar 2027 10:00:00 GMT", 3600),
    ],
)
def test_retry_after_is_obeyed_in_seconds_and_as_a_date(said: str, seconds: int) -> None:
    """By their own clock, never longer than an hour."""
    assert told(429, b"", Retry_After=said, Date=DATE) == Later(seconds)


@pytest.mark.parametrize("date", ["", "nonsense", "Wed, 99 Mar 2026 10:00:00 GMT"])
def test_without_a_date_nothing_is_said_of_their_clock(date: str) -> None:
    assert told(200, {"id": 1}, Date=date) == Done(1, None)


def test_headers_are_known_however_they_are_spelt() -> None:
    assert told(200, {"id": 1}, DATE=DATE) == Done(1, AT)
