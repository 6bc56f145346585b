"""Effects of the till taken apart into the key of their text and its facts; a close's figures as the plan's parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from deskbell.domain import effects as e
from deskbell.domain.chain import in_fours
from deskbell.domain.text import clean
from deskbell.words.speech import line_of

if TYPE_CHECKING:
    from deskbell.words.namer import Line, Namer, PlanSays

LONGEST = 80
"""So much of a reason is said in one line."""


def till_line(effect: e.Effect, teller: Namer) -> Line | None:
    """The key of the effect's text and the facts that it may hold; None for an effect of another kind."""
    kind = effect.kind
    match effect:
        case e.DrawerOpened() | e.DrawerDropped():
            amount = teller.amount(effect.float, effect.currency)
            return kind, {"amount": amount, "day": day_of(effect.day, teller)}
        case e.CashMoved() | e.CashReversed():
            way = "IN" if effect.move_kind.sign > 0 else "OUT"
            text = line_of(effect.reason, LONGEST) if isinstance(effect, e.CashMoved) else ""
            return f"{kind}.{way}", {"amount": teller.amount(effect.amount, effect.currency), "text": text}
        case e.DrawerCounted():
            step = effect.variance
            way = "MORE" if step > 0 else "LESS" if step else "EXACT"
            figures = {"counted": effect.counted, "expected": effect.expected, "variance": abs(step)}
            return f"{kind}.{way}", {name: teller.amount(m, effect.currency) for name, m in figures.items()}
        case e.DaySealed():
            record = in_fours(effect.chain.partition(":")[2])
            return kind, {"day": day_of(effect.day, teller), "number": str(effect.number), "record": record.strip()}
        case e.DayReopened():
            facts = {"day": day_of(effect.day, teller), "number": str(effect.number)}
            return kind, {**facts, "text": line_of(effect.reason, LONGEST)}
    return None


def day_of(text: str, teller: Namer | PlanSays) -> str:
    """Wed 4 March, of a day as the books write it."""
    try:
        return teller.say.date(date.fromisoformat(text))
    except ValueError:
        return clean(text)


def till_matter(teller: PlanSays) -> str:
    """What a plan of the till is about: an amount, or a day."""
    for effect in teller.effects:
        match effect:
            case e.DrawerOpened() | e.DrawerDropped():
                return teller.money(effect.float, effect.currency)
            case e.CashMoved() | e.CashReversed():
                return teller.money(effect.amount, effect.currency)
            case e.DrawerCounted():
                return teller.money(effect.counted, effect.currency)
            case e.DaySealed() | e.DayReopened():
                return day_of(effect.day, teller)
            case _:
                pass
    return ""


def till_parts(teller: PlanSays) -> dict[str, list[str]]:
    """A plan's rows about the drawer and about the day, by their topic."""
    drawer = [
        teller.will(x)
        for x in teller.effects
        if isinstance(x, e.DrawerOpened | e.DrawerDropped | e.CashMoved | e.CashReversed | e.DrawerCounted)
    ]
    rows = {"day": [teller.will(x) for x in teller.all(e.DaySealed, e.DayReopened)], "money": [], "till": drawer}
    for sealed in teller.all(e.DaySealed):
        for key, part in _figures(sealed, teller):
            rows.setdefault(key, []).append(part)
    return rows


def _figures(sealed: e.DaySealed, teller: PlanSays) -> Iterator[tuple[str, str]]:
    """Money: 25.00 cash taken · 5.00 card given back · 25.00 earned. Till: drawer 123.50, expected 125.00.
    Receipt: 17 to 20. Each part with the row to which it belongs.
    """
    expected = 0
    named: Mapping[str, int] = dict(sealed.figures)
    for name, minor in sealed.figures:
        amount = teller.money(minor, sealed.currency)
        group, _, method = name.partition(".")
        if group in ("taken", "back") and minor:
            yield "money", teller.text(f"figure.{group}", amount=amount, method=teller.term(f"method.{method}"))
        elif name in ("earned", "variance") and minor:
            yield "till" if name == "variance" else "money", teller.text(f"figure.{name}", amount=amount)
        elif name == "expected":
            expected = minor
        elif name == "counted":
            told = teller.money(expected, sealed.currency)
            yield "till", teller.text("figure.drawer", counted=amount, expected=told)
    first, last = named.get("receipts.first", 0), named.get("receipts.last", 0)
    if first:
        yield "receipt", teller.text("figure.receipts" if last > first else "figure.receipt", first=first, last=last)
    else:
        yield "money", teller.text("figure.none")
