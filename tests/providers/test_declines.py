"""Why a card was turned down is said in words of the desk's own, by whichever provider it was."""

from __future__ import annotations

import pytest

from deskbell.providers.mercadopago import declines as mercadopago
from deskbell.providers.stripe import declines as stripe
from deskbell.words.language import LANGUAGES
from deskbell.words.operations import refusal


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_that_is_known_has_words(language: str) -> None:
    """And none of them is the code itself."""
    for told in (mercadopago, stripe):
        for theirs, code in told._MEANT.items():
            assert told.why(theirs.lower()) == code
            assert refusal(code, language) not in (code, theirs), theirs


def test_what_nobody_knows_stays_as_it_is() -> None:
    assert stripe.why("brand_new_reason") == "BRAND_NEW_REASON"
    assert mercadopago.why("brand_new_reason") == "BRAND_NEW_REASON"
    assert (stripe.why(None), stripe.why("no code!"), mercadopago.why(None)) == ("DECLINED", "DECLINED", "")


def test_a_stolen_card_is_declined_and_no_more() -> None:
    assert {stripe.why(code) for code in ("lost_card", "stolen_card", "pickup_card", "fraudulent")} == {"CARD_DECLINED"}
