"""The books against the providers of payments: what differs, and what to do about each difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskbell.domain.errors import Refused
from deskbell.domain.reconciling import Difference, Differs, Reconciled
from deskbell.domain.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deskbell.cli.context import Context
    from deskbell.domain.books import Posting

DIFFERS = Refused.exit_code
_COUNTS = frozenset({Differs.DISPUTE_DIFFERS})
"""Kinds whose figures are no money."""


def reconcile(context: Context) -> int:
    """0 where each provider has what the books say, 3 where one has not or could not be asked."""
    from deskbell.services.reconciling import Reconciling
    from deskbell.wiring import providers
    from deskbell.words.i18n import t
    from deskbell.words.operations import connection_name

    reconciling = Reconciling(context.desk, providers(context.desk))
    found, by_hand, unconnected = reconciling.all(), reconciling.by_hand(), reconciling.unconnected()
    equal = not unconnected and not any(x.differences for x in found)
    code = 0 if equal else DIFFERS
    if context.args.json:
        held = {"by_hand": _postings(by_hand), "unconnected": _postings(unconnected)}
        context.answer({"equal": equal, "providers": [_facts(context, x) for x in found], **held})
        return code
    if not found and not unconnected:
        context.say(t(context.language, "reconcile.none"))
    for one in found:
        _say(context, one)
    for key, postings in (("unconnected", unconnected), ("by_hand", by_hand)):
        for x in postings:
            form = x.account.partition(":")[2]
            name, method = connection_name(form), t(context.language, f"till.method.{form}")
            amount = _money(context, x.minor, x.currency)
            context.say(t(context.language, f"reconcile.{key}", provider=name, method=method, amount=amount))
    return code


def _say(context: Context, one: Reconciled) -> None:
    from deskbell.words.i18n import t
    from deskbell.words.operations import connection_name

    language, name = context.language, connection_name(one.provider)
    here, there = _sums(context, one.here), _sums(context, one.there)
    if one.differences:
        count = len(one.differences)
        context.say(t(language, "reconcile.differs", provider=name, n=count, here=here, there=there))
    elif one.handed:
        context.say(t(language, "reconcile.equal.handed", provider=name, here=here, there=there))
    else:
        context.say(t(language, "reconcile.equal", provider=name, amount=here))
    for x in one.differences:
        context.say(f"  {_told(context, x)}")
    if one.handed:
        context.say(f"  {t(language, 'reconcile.handed', amount=_sums(context, one.handed))}")


def _told(context: Context, x: Difference) -> str:
    """What differs and what to do, as one sentence."""
    from deskbell.words.i18n import t

    order = t(context.language, "reconcile.order", no=x.order) if x.order is not None else ""
    reference = " · ".join(part for part in (order, clean(x.reference)) if part)
    if x.kind in _COUNTS:
        return t(context.language, f"reconcile.{x.kind}", reference=reference)
    here, there = _money(context, x.here, x.currency), _money(context, x.there, x.currency_there or x.currency)
    return t(context.language, f"reconcile.{x.kind}", reference=reference, here=here, there=there)


def _facts(context: Context, one: Reconciled) -> dict[str, Any]:
    differences = [
        {
            "kind": str(x.kind),
            "reference": x.reference,
            "order": x.order,
            "here": x.here,
            "there": x.there,
            "currency": x.currency,
            "said": _told(context, x),
        }
        for x in one.differences
    ]
    sums = {"here": dict(one.here), "there": dict(one.there), "handed": dict(one.handed)}
    return {"provider": one.provider, **sums, "differences": differences}


def _postings(postings: tuple[Posting, ...]) -> list[dict[str, Any]]:
    return [x._asdict() for x in postings]


def _sums(context: Context, sums: Mapping[str, int]) -> str:
    shown = [_money(context, minor, currency) for currency, minor in sorted(sums.items())]
    return ", ".join(shown) or _money(context, 0, context.card.currency)


def _money(context: Context, minor: int, currency: str) -> str:
    from deskbell.words.money import show

    return show(minor, currency, context.language)
