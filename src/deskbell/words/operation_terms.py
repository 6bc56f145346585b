"""Small words about what is asked of providers: kinds, states, connections, and why something waits."""

from __future__ import annotations

from functools import cache

from deskbell.words.language import Language

Texts = dict[str, str | tuple[str, ...]]


@cache
def terms(tongue: Language) -> Texts:
    """Those of one language; only the language in use is loaded."""
    if tongue == "es":
        from deskbell.words import operations_es as found
    elif tongue == "pt":
        from deskbell.words import operations_pt as found  # type: ignore[no-redef]
    else:
        from deskbell.words import operations_en as found  # type: ignore[no-redef]
    return found.TERMS


CONNECTIONS: dict[str, str] = {
    "STRIPE": "Stripe",
    "MERCADO_PAGO": "Mercado Pago",
    "DEMO": "Demo Pay",
    "GOOGLE": "Google Calendar",
    "MAIL": "E-mail",
    "DEMO_CALENDAR": "Demo Calendar",
    "DEMO_MAIL": "Demo Mail",
}
"""What a connection is called: a name, the same in every language."""
