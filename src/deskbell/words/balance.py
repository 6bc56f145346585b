"""The money of a plan as a person counts it: what goes back and why so much, what is kept, what stays to collect."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from deskbell.domain import effects as e
from deskbell.domain.booking import State
from deskbell.domain.ids import Id
from deskbell.domain.names import BookingName
from deskbell.domain.order import LineKind
from deskbell.domain.payment import LINKS, AttemptState, Method, RefundState
from deskbell.domain.people import Role
from deskbell.domain.plan import Plan
from deskbell.domain.policy import HOUR, Policy
from deskbell.domain.ports import Capture
from deskbell.words.states import Tone
from deskbell.words.telling import PlanTeller

_NOT_PROMISED = frozenset({RefundState.WITHDRAWN, RefundState.FAILED})
_STILL_OWED = frozenset({RefundState.REQUESTED, RefundState.FAILED})


class Balance(NamedTuple):
    """The parts of the row about money, in order, and the ink of what matters most in it."""

    parts: tuple[str, ...] = ()
    tone: Tone = "calm"


def balance(plan: Plan, teller: PlanTeller) -> Balance:
    """What a person minds of the money; nothing for plans that move and owe none."""
    cancelled = next((x for x in teller.all(e.BookingTurned) if x.after is State.CANCELLED and not x.undone), None)
    if cancelled is not None:
        return _cancelled(cancelled, teller)
    parts: list[str] = []
    tone: Tone = "calm"
    for effect in plan.effects:
        part, ink = _part(effect, teller)
        if part:
            parts.append(part)
            tone = ink if tone == "calm" else tone
    parts += _refunds(teller)
    if teller.all(e.RefundMade):
        tone = "due"
    if any(_changes_debt(x) for x in plan.effects) and not _unbooks(teller):
        asked = {x.order: x.amount for x in teller.all(e.AttemptOpened)}
        for order, left in open_after(teller).items():
            if left > asked.get(order, 0):
                booked = any(x.order == order for x in teller.all(e.OrderOpened))
                parts.append(teller.text("money.later" if booked else "money.collect", amount=teller.money(left)))
                tone = "due"
    return Balance(tuple(parts), tone)


def _changes_debt(effect: e.Effect) -> bool:
    """Whether somebody would ask what is still to collect; authorised money answers that itself."""
    if isinstance(effect, e.MoneyArrived):
        return effect.state is AttemptState.CAPTURED
    return isinstance(effect, e.LineAdded | e.PaymentTaken | e.LineReversed | e.PaymentTurned)


def _unbooks(teller: PlanTeller) -> bool:
    return any(x.after is State.CANCELLED for x in teller.all(e.BookingTurned))


def _part(effect: e.Effect, teller: PlanTeller) -> tuple[str, Tone]:
    match effect:
        case e.LineAdded() if effect.line_kind is LineKind.LESSON:
            return (teller.text("money.free"), "paid") if not effect.gross else ("", "calm")
        case e.LineAdded() if effect.line_kind in (LineKind.DISCOUNT, LineKind.SURCHARGE):
            kind = str(effect.line_kind).lower()
            said = teller.text(f"money.{kind}", amount=teller.money(abs(effect.gross)))
            known = teller.names.orders.get(effect.order)
            if known is not None:
                said += f": {teller.text('money.total', amount=teller.money(known.due + effect.gross))}"
            return said, "calm"
        case e.LineReversed() if not teller.all(e.BookingTurned):
            way = "less" if effect.gross > 0 else "more"
            return teller.text(f"money.{way}", amount=teller.money(abs(effect.gross))), "calm"
        case e.PaymentTaken():
            return teller.paid(effect), "paid"
        case e.AttemptOpened():
            return _asked(effect, teller), "held"
        case e.MoneyArrived():
            return _arrived(effect, teller)
        case e.PaymentTurned():
            return teller.so(effect), "paid" if effect.after is AttemptState.CAPTURED else "due"
        case e.RefundMade() if effect.state is RefundState.EXTERNAL:
            return teller.so(effect), "due"
        case e.PaymentReversed():
            facts = {"amount": teller.money(effect.amount, effect.currency), "method": teller.method(effect.method)}
            return teller.text("money.reversed", **facts), "due"
        case e.RefundTurned():
            return _turned(effect, teller), "due" if effect.after in _STILL_OWED else "paid"
        case _:
            return "", "calm"


def _asked(effect: e.AttemptOpened, teller: PlanTeller) -> str:
    """25.00 asked for by payment link, open until 15:45."""
    amount = teller.money(effect.amount, effect.currency)
    key = "money.asked" if effect.capture is Capture.NOW else "money.asked.later"
    said = teller.text(key, amount=amount, method=teller.method(effect.method))
    return (
        said
        if not effect.expires_at
        else f"{said}, {teller.text('until.open', when=teller.say.near(effect.expires_at))}"
    )


def _arrived(effect: e.MoneyArrived, teller: PlanTeller) -> tuple[str, Tone]:
    amount = teller.money(effect.amount, effect.currency)
    if effect.state is AttemptState.AUTHORISED:
        return teller.text("money.authorised", amount=amount), "held"
    return teller.text("money.paid", amount=amount, method=teller.method(effect.method)), "paid"


def _turned(effect: e.RefundTurned, teller: PlanTeller) -> str:
    if effect.method in LINKS and effect.after is not RefundState.WITHDRAWN:
        return teller.so(effect)
    moved = effect.before in (RefundState.SUCCEEDED, RefundState.MANUAL_DONE)
    key = {RefundState.MANUAL_DONE: "handed", RefundState.SUCCEEDED: "handed", RefundState.REQUESTED: "reopened"}.get(
        effect.after, "returned" if moved else "withdrawn"
    )
    amount = teller.money(effect.amount, effect.currency)
    way = "method" if key == "returned" else "back"
    return teller.text(f"money.{key}", amount=amount, method=teller.term(f"{way}.{effect.method}"))


def _refunds(teller: PlanTeller) -> list[str]:
    """How much goes back, and by which ways: one figure and one way, or each way with its own."""
    refunds = [x for x in teller.all(e.RefundMade) if x.state is not RefundState.EXTERNAL]
    if not refunds:
        return []
    whole = teller.text("money.back", back=teller.money(sum(r.amount for r in refunds), refunds[0].currency))
    return [whole, *_ways(refunds, teller)]


def _ways(refunds: list[e.RefundMade], teller: PlanTeller) -> list[str]:
    sums: dict[tuple[Method, bool], int] = defaultdict(int)
    for refund in refunds:
        by_hand = refund.state is RefundState.REQUESTED and refund.method not in LINKS
        sums[refund.method, by_hand] += refund.amount
    ways = []
    for (method, by_hand), amount in sums.items():
        way = teller.term(f"{'by_hand' if by_hand else 'back'}.{method}")
        ways.append(way if len(sums) == 1 else f"{teller.money(amount, refunds[0].currency)} {way}")
    return ways


def open_after(teller: PlanTeller) -> dict[Id, int]:
    """What is still to collect of each order once the plan is done, where its sums are known."""
    owed: dict[Id, int] = {}
    for effect in teller.effects:
        order = getattr(effect, "order", None)
        if order is None or order not in teller.names.orders:
            continue
        if order not in owed:
            known = teller.names.orders[order]
            owed[order] = known.due - known.kept
        owed[order] += _step(effect)
    return owed


def _step(effect: e.Effect) -> int:
    """By how much the effect raises what is still to collect."""
    match effect:
        case e.LineAdded():
            return effect.gross
        case e.LineReversed() | e.PaymentTaken():
            return -(effect.gross if isinstance(effect, e.LineReversed) else effect.amount)
        case e.MoneyArrived():
            return -effect.amount if effect.state is AttemptState.CAPTURED else 0
        case e.PaymentTurned():
            counts = (effect.before is AttemptState.CAPTURED) - (effect.after is AttemptState.CAPTURED)
            return effect.moved * counts
        case e.PaymentReversed() | e.RefundMade():
            return effect.amount
        case e.RefundTurned():
            return effect.amount * ((effect.before in _NOT_PROMISED) - (effect.after in _NOT_PROMISED))
        case _:
            return 0


# --- a cancellation


def _cancelled(turned: e.BookingTurned, teller: PlanTeller) -> Balance:
    credit = sum(-x.gross for x in teller.all(e.LineAdded) if x.line_kind is LineKind.CREDIT)
    fee = sum(x.amount for x in teller.all(e.RevenueEarned))
    refunds = teller.all(e.RefundMade)
    back = sum(r.amount for r in refunds)
    price = credit + fee
    left = next(iter(open_after(teller).values()), None)
    if not back and not fee:
        return Balance((teller.text("money.nothing" if _unpaid(teller) else "money.no_refund"),), "muted")
    percent = next((x.percent for x in teller.all(e.LineAdded) if x.percent is not None), 0)
    stays = min(fee, max(0, left)) if left is not None else 0
    if not back and stays and _unpaid(teller):
        said = teller.text("money.collect", amount=_of(stays, price, teller))
        return Balance((teller.text("money.unpaid"), _tier(said, turned, percent, teller)), "due")
    said = teller.text("money.back", back=_of(back, price, teller)) if back else teller.text("money.back.none")
    parts = [_tier(said, turned, percent, teller), *_ways(refunds, teller)]
    if left is None and not back:
        parts.append(teller.text("money.fee", amount=teller.money(fee)))
    elif fee - stays:
        parts.append(teller.text("money.kept", amount=teller.money(fee - stays)))
    if stays:
        parts.append(teller.text("money.collect", amount=teller.money(stays)))
    return Balance(tuple(parts), "due" if back or stays else "paid")


def _of(part: int, whole: int, teller: PlanTeller) -> str:
    """12.50 of 25.00, or 25.00 where it is the whole."""
    if part == whole:
        return teller.money(part)
    return teller.text("money.of", part=teller.money(part), whole=teller.money(whole))


def _unpaid(teller: PlanTeller) -> bool:
    """Whether nothing was paid for the order that is cancelled; not where nobody looked."""
    orders = [x.order for x in teller.all(e.LineAdded, e.RevenueEarned)]
    known = [teller.names.orders[o] for o in orders if o in teller.names.orders]
    return bool(known) and all(o.kept <= 0 for o in known)


def _tier(said: str, turned: e.BookingTurned, percent: int, teller: PlanTeller) -> str:
    """50 %: less than 48 h; where the policy is not known only the share is said."""
    why = _why(turned, percent, teller)
    key = "tier" if why else "tier.plain"
    return teller.text(key, text=said, percent=percent, why=why)


def _why(turned: e.BookingTurned, percent: int, teller: PlanTeller) -> str:
    if turned.by is not None and turned.by is not Role.CUSTOMER:
        by = teller.text("tier.side", side=teller.term(f"side.{turned.by}"))
        return by if percent == 100 else teller.text("tier.desk")
    known: BookingName | None = teller.names.bookings.get(turned.booking)
    now, until = teller.say.now, teller.plan.holds_until
    if known is None or not known.policy or now is None or (until is not None and until <= now):
        return ""  # a plan that has run out is not explained by the tier that holds since
    policy, notice = Policy.read(known.policy), known.policy_start - now
    if policy.tier(known.policy_start, now).percent != percent:
        return teller.text("tier.desk")
    if notice < 0:
        return teller.text("tier.started")
    above = [t.hours for t in policy.tiers if t.hours * HOUR > notice]
    if above:
        return teller.text("tier.less", hours=above[-1])
    first = policy.tiers[0].hours
    return teller.text("tier.more", hours=first) if first else teller.text("tier.any")
