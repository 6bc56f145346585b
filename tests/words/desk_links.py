"""The same small desk with a provider of payments: real decisions about links, holds, tasks and operations."""

from __future__ import annotations

from dataclasses import replace

from deskbell.domain.booking import Booking, State
from deskbell.domain.commands import (
    AcceptLate,
    AskByLink,
    Book,
    Cancel,
    CaptureNow,
    CloseLink,
    GiveBack,
    Lapse,
    Raise,
    RefundFailed,
    RetryRefund,
    Settle,
    SettleTask,
    TurnOp,
    VoidPayment,
)
from deskbell.domain.decisions.book import decide_book
from deskbell.domain.decisions.cancel import decide_cancel
from deskbell.domain.decisions.late import (
    decide_accept_late,
    decide_give_back,
    decide_lapse,
    decide_raise,
    decide_refund_failed,
    decide_retry_refund,
    decide_settle_task,
)
from deskbell.domain.decisions.linking import (
    decide_ask,
    decide_capture,
    decide_close_link,
    decide_turn_op,
    decide_void,
)
from deskbell.domain.decisions.settling import decide_settle
from deskbell.domain.facts import BookFacts, OpFacts, OrderFacts, Place, TaskFacts
from deskbell.domain.ids import Id
from deskbell.domain.names import Names
from deskbell.domain.op import Op, OpKind, OpState
from deskbell.domain.order import LineKind, Order, line
from deskbell.domain.payment import Attempt, AttemptState, Method, Payment, Refund, RefundState
from deskbell.domain.people import Actor, Role
from deskbell.domain.plan import Plan
from deskbell.domain.policy import DEFAULT
from deskbell.domain.ports import (
    CheckoutState,
    Seen,
    SeenPayment,
    SeenRefund,
    SeenRefundState,
    SeenState,
)
from deskbell.domain.slot import SlotState
from tests.words.desk import (
    ANA,
    BOOKING,
    CHILD,
    DAY,
    DESK,
    DIARY,
    KEY,
    LESSON,
    MARTA,
    NOW,
    ORDER,
    PIANO,
    PIANO_60,
    RUIZ,
    START,
    TUTOR,
    facts,
    mint,
    names,
    slot,
    with_ids,
)

CONNECTED = replace(DESK, links=("DEMO",))
SYSTEM = Actor(Role.SYSTEM)
ATTEMPT, PAYMENT, REFUND, OP, TASK = (Id(f"{n}" * 16) for n in (80, 81, 82, 83, 84))
HELD_UNTIL = NOW + 900


def attempt(state: AttemptState = AttemptState.PENDING) -> Attempt:
    return Attempt(ATTEMPT, ORDER, Method.DEMO, 2500, "EUR", state, NOW, HELD_UNTIL, reference="cs_1")


def op(kind: OpKind, subject: Id, state: OpState = OpState.PARKED) -> Op:
    return Op(OP, 7, kind, "DEMO", subject, state, "{}", first_sent_at=NOW - 60)


def by_demo(
    state: AttemptState = AttemptState.CAPTURED, refunds: tuple[Refund, ...] = (), amount: int = 2500
) -> Payment:
    captured = amount if state is not AttemptState.AUTHORISED else 0
    return Payment(
        PAYMENT, ATTEMPT, Method.DEMO, captured, NOW - DAY, state, refunds=refunds, reference="pay_1",
        authorised=amount - captured, until=NOW + DAY,
    )  # fmt: skip


def refund(state: RefundState) -> Refund:
    return Refund(REFUND, PAYMENT, BOOKING, 1250, state, Method.DEMO)


def order_facts(
    state: State = State.CONFIRMED,
    *payments: Payment,
    attempts: tuple[Attempt, ...] = (),
    ops: tuple[Op, ...] = (),
    tasks: tuple[tuple[Id, str, Id], ...] = (),
) -> OrderFacts:
    booking = Booking(
        BOOKING, 412, LESSON, ORDER, state, Role.STAFF, ANA, MARTA, policy=DEFAULT, policy_start=START,
        hold_until=HELD_UNTIL if state is State.HELD else None,
    )  # fmt: skip
    gone = state in (State.EXPIRED, State.CANCELLED)
    price = line(Id("31" * 16), BOOKING, LineKind.LESSON, 2500, 0)
    credit = line(Id("32" * 16), BOOKING, LineKind.CREDIT, -2500, 0)
    lines = (price, credit) if gone else (price,)
    there = slot(state=SlotState.CANCELLED, taken=0) if gone else slot()
    place = Place(there, TUTOR, "Piano 60", True, person=CHILD, credits=(credit,) if gone else ())
    order = Order(ORDER, 2031, MARTA, "EUR", lines)
    return OrderFacts(CONNECTED, order, payments, (booking,), attempts, ops, tasks, {BOOKING: place})


def seen(*payments: SeenPayment, state: CheckoutState = CheckoutState.OPEN) -> Seen:
    return Seen(ATTEMPT, "cs_1", state, "https://pay.invalid/1", HELD_UNTIL, payments)


def paid(state: SeenState = SeenState.CAPTURED, *refunds: SeenRefund, amount: int = 2500) -> SeenPayment:
    captured = amount if state in (SeenState.CAPTURED, SeenState.CHARGED_BACK) else 0
    until = NOW + DAY if state is SeenState.AUTHORISED else None
    return SeenPayment("pay_1", state, amount, captured, "EUR", NOW, until, refunds)


# --- plans


def hold(now: int = NOW) -> Plan:
    made = mint()
    cmd = Book(key=KEY, service=PIANO, tutor=RUIZ, start=START, person=ANA, method=Method.DEMO)
    return with_ids(decide_book(BookFacts(CONNECTED, PIANO_60, TUTOR, DIARY, person=CHILD), cmd, now, made), made)


def ask(later: bool = False) -> Plan:
    return decide_ask(order_facts(), AskByLink(key=KEY, order=ORDER, method=Method.DEMO, later=later), NOW, mint())


def close_link(state: AttemptState = AttemptState.PENDING, *ops: Op) -> Plan:
    at = order_facts(State.HELD, attempts=(attempt(state),), ops=ops)
    return decide_close_link((attempt(state), at), CloseLink(key=KEY, attempt=ATTEMPT), NOW, mint())


def settle(at: OrderFacts, said: Seen | None, refused: str = "", now: int = NOW) -> Plan:
    cmd = Settle(key=KEY, actor=SYSTEM, attempt=ATTEMPT, seen=said, refused=refused)
    return decide_settle((at.attempts[0], at), cmd, now, mint())


def answered(state: State, said: Seen, *payments: Payment, was: AttemptState = AttemptState.PENDING) -> Plan:
    """What a provider's answer does to a booking in that state."""
    now = HELD_UNTIL + 1 if said.state is CheckoutState.EXPIRED else NOW
    return settle(order_facts(state, *payments, attempts=(attempt(was),)), said, now=now)


def every_link_plan() -> dict[str, tuple[Plan, Names]]:
    """A plan of every verb about links with the names that it is shown with."""
    none, full = names(0), names(2500)
    created = order_facts(State.HELD, attempts=(attempt(AttemptState.CREATED),))
    checkout = op(OpKind.CHECKOUT, ATTEMPT, OpState.TODO)
    authorised = by_demo(AttemptState.AUTHORISED)
    asked_back = by_demo(refunds=(refund(RefundState.REQUESTED),))
    failed = by_demo(refunds=(refund(RefundState.FAILED),))
    done, not_done = SeenRefundState.SUCCEEDED, SeenRefundState.FAILED
    captured = AttemptState.CAPTURED
    late = order_facts(State.EXPIRED, by_demo(), attempts=(attempt(captured),))
    made = mint()
    cancelled = decide_cancel(
        facts(by_demo(), desk=CONNECTED), Cancel(key=KEY, booking=BOOKING, by=Role.CUSTOMER), NOW, made
    )
    return {
        "hold": (hold(), none),
        "ask": (ask(), none),
        "ask to authorise": (ask(later=True), none),
        "close": (close_link(), none),
        "close unsent": (close_link(AttemptState.CREATED, replace(checkout, first_sent_at=None)), none),
        "link made": (settle(created, seen()), none),
        "link refused": (settle(created, None, refused="AMOUNT_TOO_SMALL"), none),
        "paid": (answered(State.HELD, seen(paid(), state=CheckoutState.PAID)), none),
        "authorised": (answered(State.HELD, seen(paid(SeenState.AUTHORISED))), none),
        "paid too little": (answered(State.HELD, seen(paid(amount=1000))), none),
        "ran out": (answered(State.HELD, seen(state=CheckoutState.EXPIRED)), none),
        "paid late": (answered(State.EXPIRED, seen(paid()), was=AttemptState.EXPIRED), names(0, 0)),
        "paid twice": (answered(State.CONFIRMED, seen(paid()), replace(by_demo(), reference="pay_0")), full),
        "charged back": (answered(State.CONFIRMED, seen(paid(SeenState.CHARGED_BACK)), by_demo(), was=captured), full),
        "won": (
            answered(
                State.CONFIRMED,
                seen(paid()),
                replace(by_demo(), state=AttemptState.CHARGED_BACK, disputed=2500),
                was=AttemptState.CHARGED_BACK,
            ),
            none,
        ),
        "captured": (
            answered(State.CONFIRMED, seen(paid()), authorised, was=AttemptState.AUTHORISED),
            none,
        ),
        "lost": (
            answered(State.CONFIRMED, seen(paid(SeenState.CANCELLED)), authorised, was=AttemptState.AUTHORISED),
            none,
        ),
        "refund made": (
            answered(
                State.CANCELLED,
                seen(paid(SeenState.CAPTURED, SeenRefund("re_1", REFUND, 1250, done, NOW))),
                asked_back,
                was=captured,
            ),
            names(1250, 1250),
        ),
        "refund not made": (
            answered(
                State.CANCELLED,
                seen(paid(SeenState.CAPTURED, SeenRefund("re_1", REFUND, 1250, not_done, NOW))),
                asked_back,
                was=captured,
            ),
            names(1250, 1250),
        ),
        "refunded outside": (
            answered(
                State.CONFIRMED,
                seen(paid(SeenState.CAPTURED, SeenRefund("re_9", None, 1250, done, NOW))),
                by_demo(),
                was=captured,
            ),
            full,
        ),
        "cancel": (with_ids(cancelled, made), full),
        "lapse": (
            decide_lapse(order_facts(State.HELD), Lapse(key=KEY, booking=BOOKING, anyway=True), HELD_UNTIL + 1, mint()),
            none,
        ),
        "accept late": (decide_accept_late(late, AcceptLate(key=KEY, booking=BOOKING), NOW, mint()), names(2500, 0)),
        "give back": (decide_give_back(late, GiveBack(key=KEY, payment=PAYMENT), NOW, mint()), names(2500, 0)),
        "capture": (
            decide_capture(order_facts(State.CONFIRMED, authorised), CaptureNow(key=KEY, payment=PAYMENT), NOW, mint()),
            none,
        ),
        "void": (
            decide_void(order_facts(State.CONFIRMED, authorised), VoidPayment(key=KEY, payment=PAYMENT), NOW, mint()),
            none,
        ),
        "refund failed": (
            decide_refund_failed(
                order_facts(State.CANCELLED, asked_back),
                RefundFailed(key=KEY, actor=SYSTEM, refund=REFUND, code="REFUND_TOO_MUCH"),
                NOW,
                mint(),
            ),
            names(1250, 1250),
        ),
        "retry refund": (
            decide_retry_refund(order_facts(State.CANCELLED, failed), RetryRefund(key=KEY, refund=REFUND), NOW, mint()),
            names(2500, 1250),
        ),
        "raise": (
            decide_raise(TaskFacts(CONNECTED), Raise(key=KEY, actor=SYSTEM, kind="OP_STUCK", subject=OP), NOW, mint()),
            none,
        ),
        "settle task": (
            decide_settle_task(
                TaskFacts(CONNECTED, ((TASK, "CHARGED_BACK", PAYMENT),), BOOKING),
                SettleTask(key=KEY, task=TASK, text="spoke to the bank"),
                NOW,
                mint(),
            ),
            none,
        ),
        "retry op": (
            decide_turn_op(
                OpFacts(CONNECTED, op(OpKind.CHECKOUT, ATTEMPT), order_facts(State.HELD)),
                TurnOp(key=KEY, op=OP, after=OpState.TODO),
                NOW,
                mint(),
            ),
            none,
        ),
        "drop op": (
            decide_turn_op(
                OpFacts(CONNECTED, op(OpKind.REFUND, REFUND), order_facts(State.CANCELLED, asked_back)),
                TurnOp(key=KEY, op=OP, after=OpState.DROPPED, text="wrong account"),
                NOW,
                mint(),
            ),
            names(1250, 1250),
        ),
    }
