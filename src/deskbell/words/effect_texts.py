"""The texts of effects and the small words around them, by language; only the language in use is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from deskbell.words.language import Language

Texts = Mapping[str, str | tuple[str, ...]]


class Tables(NamedTuple):
    """What each kind will do, what it did, and the small words that its facts are made of."""

    will: Texts
    did: Texts
    terms: Mapping[str, str]


@cache
def tables(tongue: Language) -> Tables:
    if tongue == "es":
        from deskbell.words import connecting_es as connect
        from deskbell.words import documents_es as paper
        from deskbell.words import effects_es as desk
        from deskbell.words import events_es as event
        from deskbell.words import link_effects_es as link
        from deskbell.words import mail_es as mail
        from deskbell.words import till_es as till
    elif tongue == "pt":
        from deskbell.words import connecting_pt as connect  # type: ignore[no-redef]
        from deskbell.words import documents_pt as paper  # type: ignore[no-redef]
        from deskbell.words import effects_pt as desk  # type: ignore[no-redef]
        from deskbell.words import events_pt as event  # type: ignore[no-redef]
        from deskbell.words import link_effects_pt as link  # type: ignore[no-redef]
        from deskbell.words import mail_pt as mail  # type: ignore[no-redef]
        from deskbell.words import till_pt as till  # type: ignore[no-redef]
    else:
        from deskbell.words import connecting_en as connect  # type: ignore[no-redef]
        from deskbell.words import documents_en as paper  # type: ignore[no-redef]
        from deskbell.words import effects_en as desk  # type: ignore[no-redef]
        from deskbell.words import events_en as event  # type: ignore[no-redef]
        from deskbell.words import link_effects_en as link  # type: ignore[no-redef]
        from deskbell.words import mail_en as mail  # type: ignore[no-redef]
        from deskbell.words import till_en as till  # type: ignore[no-redef]
    will = desk.WILL | link.WILL | till.WILL | paper.WILL | connect.WILL | event.WILL | mail.WILL
    did = desk.DID | link.DID | till.DID | paper.DID | connect.DID | event.DID | mail.DID
    terms = desk.TERMS | link.TERMS | till.TERMS | paper.TERMS | connect.TERMS | event.TERMS | mail.TERMS
    return Tables(will, did, terms)
