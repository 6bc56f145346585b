"""The outside world in the desk's words: what each provider must be able to do, and what it may answer."""

from deskbell.domain.ports.calendar import (
    CalendarProvider,
    Event,
    EventPage,
    Meeting,
    SeenCalendar,
    SeenEvent,
    SeenEventState,
)
from deskbell.domain.ports.mail import Letter, Messenger
from deskbell.domain.ports.outcome import Account, Done, Later, Outcome, Refused, Unknown
from deskbell.domain.ports.payments import (
    Capture,
    Checkout,
    CheckoutState,
    Features,
    Page,
    PaymentProvider,
    Seen,
    SeenPayment,
    SeenRefund,
    SeenRefundState,
    SeenState,
)
from deskbell.domain.ports.secrets import Secrets

__all__ = [
    "Account",
    "CalendarProvider",
    "Capture",
    "Checkout",
    "CheckoutState",
    "Done",
    "Event",
    "EventPage",
    "Features",
    "Later",
    "Letter",
    "Meeting",
    "Messenger",
    "Outcome",
    "Page",
    "PaymentProvider",
    "Refused",
    "Secrets",
    "Seen",
    "SeenCalendar",
    "SeenEvent",
    "SeenEventState",
    "SeenPayment",
    "SeenRefund",
    "SeenRefundState",
    "SeenState",
    "Unknown",
]
