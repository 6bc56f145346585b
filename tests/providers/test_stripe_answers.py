"""What an answer means, status by status and code by code (spec 8, 1.1; spec 6, 2.5)."""

from __future__ import annotations

from typing import Any

import pytest

from deskbell.domain.ports import Later, Refused, Unknown
from deskbell.providers.stripe.answers import classified, instant, own, seconds
from deskbell.words.language import LANGUAGES
from deskbell.words.operations import refusal


def error(code: str = "", param: str = "", type_: str = "invalid_request_error", **more: Any) -> dict[str, Any]:
    return {"error": {"type": type_, "code": code, "param": param} | more}


HTML = "<html><h1>Be right back</h1>"
TABLE: list[tuple[int | None, object, Any]] = [
    (429, error("rate_limit"), Later(5)),
    (429, HTML, Later(5)),
    (400, error("rate_limit"), Later(5)),
    (503, HTML, Later(5)),
    (503, error(type_="api_error"), Later(5)),
    (409, error("idempotency_key_in_use", type_="idempotency_error"), Later(1, "CONFLICT")),
    (409, error("lock_timeout"), Later(1, "CONFLICT")),
    (400, error(type_="idempotency_error"), Refused("KEY_REUSED")),
    (401, error(), Refused("KEY")),
    (401, error("api_key_expired"), Refused("KEY")),
    (403, error(), Refused("NOT_ALLOWED")),
    (401, HTML, Unknown("NO_ANSWER")),
    (404, HTML, Unknown("NO_ANSWER")),
    (200, HTML, Unknown("NO_ANSWER")),
    (302, "", Unknown("NO_ANSWER")),
    (None, None, Unknown("NO_ANSWER")),
    (400, {"error": "an error that is a word"}, Unknown("NO_ANSWER")),
    (404, error("resource_missing", "id"), Refused("NOT_FOUND")),
    (404, error(), Refused("NOT_FOUND")),
    (402, error("card_declined", type_="card_error"), Refused("CARD_DECLINED")),
    (400, error("amount_too_small", "line_items[0][price_data][unit_amount]"), Refused("AMOUNT_TOO_SMALL")),
    (400, error("amount_too_large"), Refused("AMOUNT_TOO_LARGE")),
    (400, error("", "line_items[0][price_data][currency]"), Refused("CURRENCY")),
    (400, error("", "expires_at"), Refused("EXPIRED_ALREADY")),
    (400, error("email_invalid", "customer_email"), Refused("MAIL")),
    (400, error("url_invalid", "success_url"), Refused("PAGE")),
    (400, error("", "payment_method_types"), Refused("NO_WAY_TO_PAY")),
    (400, error("testmode_charges_only"), Refused("NOT_LIVE")),
    (400, error("charge_already_refunded"), Refused("REFUND_TOO_MUCH")),
    (400, error("", "amount"), Refused("REFUND_TOO_MUCH")),
    (400, error("charge_disputed"), Refused("CHARGED_BACK")),
    (400, error("refund_disputed_payment"), Refused("CHARGED_BACK")),
    (400, error("charge_not_refundable"), Refused("REFUND_TOO_LATE")),
    (400, error("balance_insufficient"), Refused("BALANCE")),
    (400, error("", "amount_to_capture"), Refused("CAPTURE_TOO_MUCH")),
    (400, error("charge_expired_for_capture"), Refused("NOT_AUTHORISED")),
    (
        400,
        error("payment_intent_unexpected_state", payment_intent={"status": "succeeded"}),
        Refused("ALREADY_CAPTURED"),
    ),
    (400, error("payment_intent_unexpected_state", payment_intent={"status": "canceled"}), Refused("NOT_AUTHORISED")),
    (400, error("payment_intent_unexpected_state"), Refused("NOT_AUTHORISED")),
    (400, error("a_code_of_tomorrow"), Refused("A_CODE_OF_TOMORROW")),
    (400, error("", type_="a [red]kind\n"), Refused("HTTP_400")),
    (424, error(type_="api_error"), Unknown("HTTP_424", sticky=True)),
    (500, error(type_="api_error"), Unknown("HTTP_500", sticky=True)),
    (500, HTML, Unknown("NO_ANSWER")),
    (502, error(type_="api_error"), Unknown("HTTP_502")),
    (504, error(type_="api_error"), Unknown("HTTP_504")),
]


@pytest.mark.parametrize(("status", "body", "meant"), TABLE, ids=range(len(TABLE)))
def test_every_answer_is_one_of_four(status: int | None, body: object, meant: Any) -> None:
    assert classified(status, {}, body) == meant


def test_a_500_that_asks_to_be_tried_again_is_not_kept() -> None:
    assert classified(500, {"Stripe-Should-Retry": "true"}, error()) == Unknown("HTTP_500")
    assert classified(500, {"Stripe-Should-Retry": "false"}, error()) == Unknown("HTTP_500", sticky=True)


@pytest.mark.parametrize(
    ("after", "waited"),
    [
        ("7", 7), (" 30 ", 30), ("0", 1), ("999999", 3600), ("9" * 400, 5), ("soon", 5), ("-3", 5), (None, 5), ("", 5),
        ("１２", 5),
    ],
)  # fmt: skip
def test_retry_after_is_obeyed(after: str | None, waited: int) -> None:
    assert seconds(after) == waited
    headers = {} if after is None else {"Retry-After": after}
    assert classified(429, headers, error()) == classified(503, headers, HTML) == Later(waited)


def test_its_clock_is_read_or_not() -> None:
    assert instant("Wed, 04 Mar 2026 10:00:00 GMT") == 1772618400
    for date in (None, "", "nonsense", "Wed, 99 Mar 2026 10:00:00 GMT"):
        assert instant(date) is None


def test_its_own_codes_are_made_harmless() -> None:
    assert own("card_declined") == "CARD_DECLINED"
    for code in ("", "a b", "[red]", "x" * 65, "é", "1st"):
        assert own(code) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_it_refuses_has_words(language: str) -> None:
    codes = {meant.code for _, _, meant in TABLE if isinstance(meant, Refused)} - {"A_CODE_OF_TOMORROW", "HTTP_400"}
    assert not [code for code in codes if refusal(code, language) == code]
