"""What a desk can be connected to: how it is called, where its secret may stand, what is known of its account."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskbell.domain.errors import WrongInput


class Kept(StrEnum):
    """Where a secret is kept."""

    ENVIRONMENT = "ENVIRONMENT"
    """Whoever starts the program says it."""
    CREDENTIAL = "CREDENTIAL"
    """A file that systemd hands to a service."""
    KEYRING = "KEYRING"
    VAULT = "VAULT"
    """A file that a passphrase opens."""


class Serves(StrEnum):
    """What a connection is for."""

    PAYMENTS = "PAYMENTS"
    CALENDAR = "CALENDAR"
    MAIL = "MAIL"


@dataclass(frozen=True, slots=True)
class Kind:
    """`name` is the connection's own, `typed` how people write it, `variable` what the environment calls its secret.

    `page` is where its keys are made.
    """

    name: str
    typed: str
    variable: str
    page: str = ""
    serves: Serves = Serves.PAYMENTS

    @property
    def credential(self) -> str:
        """The name of systemd's file."""
        return self.variable.lower()


KINDS = (
    Kind("STRIPE", "stripe", "DESKBELL_STRIPE_KEY", "https://dashboard.stripe.com/apikeys"),
    Kind(
        "MERCADO_PAGO",
        "mercadopago",
        "DESKBELL_MERCADO_PAGO_TOKEN",
        "https://www.mercadopago.com/developers/panel/app",
    ),
    Kind(
        "GOOGLE",
        "google",
        "DESKBELL_GOOGLE",
        "https://console.cloud.google.com/auth/clients",
        Serves.CALENDAR,
    ),
    Kind("MAIL", "mail", "DESKBELL_MAIL", serves=Serves.MAIL),
)
STRIPE, MERCADO_PAGO, GOOGLE, MAIL = KINDS
DEMO_CALENDAR, DEMO_MAIL = "DEMO_CALENDAR", "DEMO_MAIL"
"""An invented desk's own: nothing of theirs leaves the machine."""
NAME = 20
"""Letters of a name at most."""
BY_NAME = {kind.name: kind for kind in KINDS}
_SERVES = {kind.name: kind.serves for kind in KINDS} | {
    DEMO_CALENDAR: Serves.CALENDAR,
    DEMO_MAIL: Serves.MAIL,
}


def serves(name: str) -> Serves:
    """What the connection of that name is for; one that nobody knows is a provider of payments."""
    return _SERVES.get(name, Serves.PAYMENTS)


def kind(text: str) -> Kind:
    """What somebody means by stripe, Mercado Pago or mercado_pago. WrongInput: CONNECTION_UNKNOWN (candidates)."""
    word = "".join(c for c in text.casefold() if c.isalnum())
    for known in KINDS:
        if word == known.typed:
            return known
    shown = text if text.isalpha() and len(text) <= NAME else "…"  # it may be a key in the wrong place
    raise WrongInput("CONNECTION_UNKNOWN", text=shown, candidates=[known.typed for known in KINDS])


def checked(name: str, known: tuple[str, ...]) -> str:
    """A connection's name as somebody typed it. WrongInput: NO_SUCH_CONNECTION."""
    found = next((one for one in known if one.casefold() == name.strip().casefold()), None)
    if found is None:
        raise WrongInput("NO_SUCH_CONNECTION", which=name[:40])
    return found


@dataclass(frozen=True, slots=True)
class Made:
    """What was found when somebody connected it, and where its secret is kept; instants in seconds.

    `account` is its id there, `label` what its owner calls it; `excess` the rights that its key has and no desk needs.
    """

    live: bool
    kept: Kept
    at: int
    account: str = ""
    label: str = ""
    country: str = ""
    currencies: tuple[str, ...] = ()
    excess: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """What can be seen of a key without asking anybody.

    `live` is None where only the account says. `wide`: it opens more than a desk needs, and a narrower kind exists.
    """

    live: bool | None
    wide: bool = False


LINKS_LEFT = "LINKS_LEFT"
"""The task of one that was taken away while money may still come by it."""
