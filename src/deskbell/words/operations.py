"""What is asked of providers, how it stands and why it waits, in a few words: for the worker's screen and answers."""

from __future__ import annotations

from collections.abc import Mapping

from deskbell.words.dates import length
from deskbell.words.language import spoken
from deskbell.words.operation_terms import CONNECTIONS, terms
from deskbell.words.speech import Speech, first_served, line_of, wanted

LONGEST_CODE = 60


def op_name(kind: str, language: str) -> str:
    """Make a payment link, give money back."""
    return _plain("op", kind, language)


def op_state(state: str, language: str) -> str:
    """Queued, sent, done, parked, dropped."""
    return _plain("state", state, language)


def link_state(state: str, language: str) -> str:
    """How a connection stands: connected, does not answer, paused."""
    return _plain("link", state, language)


def connection_name(name: str) -> str:
    """Demo Pay; a connection that has no name of its own is called by its code."""
    return CONNECTIONS.get(name) or line_of(name, LONGEST_CODE)


def counts(found: Mapping[str, int], language: str) -> str:
    """2 queued · 1 late; nothing where nothing waits. Of queued, sent, late and parked."""
    texts = terms(spoken(language))
    named = [(texts[f"count.{name}"], found.get(name, 0)) for name in ("queued", "sent", "late", "parked")]
    return " · ".join(str(text).format(n=n) for text, n in named if n)


def refusal(code: str, language: str) -> str:
    """A provider's or our own code in words; one that nobody knows is shown as it is, made harmless."""
    head, _, rest = code.partition(" ")
    found = terms(spoken(language)).get(f"code.{head}")
    if found is None:
        return _of_errors(code, language) or line_of(code, LONGEST_CODE)
    return f"{found}: {refusal(rest, language)}" if rest else str(found)


def _of_errors(code: str, language: str) -> str:
    """What is wrong, of an error's sentence that can be said without its facts."""
    from deskbell.words.errors import templates  # errors itself needs the names of connections

    plain = next((text for text in templates(code, language) if not wanted(text)), "")
    wrong = plain.partition("; ")[0]
    return wrong[:1].lower() + wrong[1:]


def soon(seconds: int, language: str) -> str:
    """In 14 s, in 3 min, in 1 h 30; now."""
    texts = terms(spoken(language))
    return str(texts["wait.in"]).format(length=span(seconds)) if seconds > 0 else str(texts["wait.now"])


def span(seconds: int) -> str:
    """14 s, 3 min, 1 h 30, 2 d: shortened, never rounded up."""
    if seconds < 60:
        return f"{seconds} s"
    return length(seconds // 60) if seconds < 2 * 86_400 else f"{seconds // 86_400} d"


def waits(
    why: str,
    language: str,
    zone: str = "UTC",
    now: int | None = None,
    *,
    due_at: int = 0,
    since: int | None = None,
    connection: str = "",
    error: str = "",
) -> str:
    """Why an operation is not over: "queued, in 14 s", "sent, no answer yet", "parked: it is more than is left".

    why: QUEUED, PATIENCE, NO_WORKER, PAUSED, DOWN, AFTER, SENT, LATE or PARKED. due_at: when it is tried; since: when
    it was sent (epoch seconds). error: what the provider said last, a code.
    """
    facts = {
        "wait": soon(due_at - now, language) if now is not None and due_at > now else "",
        "since": Speech(language, zone, now=now).near(since) if since is not None else "",
        "connection": connection_name(connection),
        "error": refusal(error, language),
    }
    return _said("why", why, language, facts)


def falls_due(
    what: str, at: int, language: str, zone: str = "UTC", now: int | None = None, booking: int | None = None
) -> str:
    """15:45: a held seat is freed, booking 412. what: OP, LOOK, HOLD or GIVE_BACK."""
    facts = {
        "when": Speech(language, zone, now=now).near(at),
        "what": _plain("due", what, language),
        "booking": str(booking or ""),
    }
    return _said("due", "line", language, facts)


def _plain(group: str, code: str, language: str) -> str:
    texts = terms(spoken(language))
    return str(texts.get(f"{group}.{code}", texts[f"{group}.other"]))


def _said(group: str, code: str, language: str, facts: dict[str, str]) -> str:
    texts = terms(spoken(language))
    found = texts.get(f"{group}.{code}", texts[f"{group}.other"])
    text = first_served(found, facts) or (found if isinstance(found, str) else found[-1])
    return text.format_map(facts)
