"""The vendors' adapters by name, and which of them this machine can use: imported late, in whichever thread asks."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any

from deskbell.domain import entrances
from deskbell.domain.connections import BY_NAME, GOOGLE, MAIL, Kept, Key, Made, Serves, serves
from deskbell.domain.errors import Busy, DeskError, Refused, WrongInput
from deskbell.domain.ports import Done
from deskbell.domain.ports import Refused as No
from deskbell.domain.secret import Secret
from deskbell.domain.working import Link
from deskbell.services.connecting import Opened
from deskbell.services.working import Working

if TYPE_CHECKING:
    from pathlib import Path

    from deskbell.domain.clock import Clock
    from deskbell.domain.ports import Account, Messenger, Outcome, PaymentProvider, Secrets
    from deskbell.providers.google.calendar import GoogleCalendar
    from deskbell.services.connecting import Knocking
    from deskbell.services.desk import Desk

_HERE = re.compile(r"http://(?:127\.0\.0\.1|\[::1\]):\d{1,5}", re.ASCII)
_SAID = frozenset({Kept.ENVIRONMENT, Kept.CREDENTIAL})


class Vendors:
    """Stripe, Mercado Pago, Google and a mail server. `success_page` is what customers see after paying through Stripe.

    WrongInput: BASE_ELSEWHERE.

    For tests DESKBELL_STRIPE_BASE, DESKBELL_MERCADO_PAGO_BASE and DESKBELL_GOOGLE_BASE name another address than the
    vendor's, and only one of this very machine; DESKBELL_MAIL_TRUST is a file of certificates to believe besides the
    system's.
    """

    def __init__(self, clock: Clock, environ: Mapping[str, str] | None = None, success_page: str = "") -> None:
        self.clock = clock
        self.environ = os.environ if environ is None else environ
        self.success_page = success_page

    def judge(self, name: str, secret: Secret) -> Key:
        if name == GOOGLE.name:
            entrances.entrance(secret)
            return Key(live=True)
        if name == MAIL.name:
            entrances.mailbox(secret)
            return Key(live=True)
        if name == "STRIPE":
            from deskbell.providers.stripe import keys

            told = keys.told(secret.reveal())
            return Key(told.live, told.kind is keys.KeyKind.SECRET)
        from deskbell.providers.mercadopago.keys import KeyKind, kind_of

        if not secret.reveal().strip():
            raise WrongInput("KEY_EMPTY")
        match kind_of(secret.reveal()):
            case KeyKind.TEST:
                return Key(live=False)
            case KeyKind.ACCESS:
                return Key(live=None)
            case KeyKind.PUBLIC:
                raise WrongInput("KEY_PUBLIC")
            case KeyKind.REFRESH:
                raise WrongInput("KEY_REFRESH")
            case _:
                raise WrongInput("KEY_SHAPE")

    def ask(self, name: str, secret: Secret) -> Outcome[Account]:
        match serves(name):
            case Serves.CALENDAR:
                with closing(self.calendar(secret)) as calendar:
                    return calendar.check()
            case Serves.MAIL:
                return self.messenger(secret).check()
            case _:
                return self.open(name, secret).check()

    def calendar(self, secret: Secret) -> GoogleCalendar:
        from deskbell.providers.google.calendar import TOKEN_URI, Client, GoogleCalendar

        entered, base = entrances.entrance(secret), self._base(GOOGLE.name)
        who = Client(entered.client.id, entered.client.secret.reveal, f"{base}/token" if base else TOKEN_URI)
        return GoogleCalendar(who, entered.refresh.reveal, base=f"{base}/calendar/v3/" if base else None)

    def messenger(self, secret: Secret) -> Messenger:
        from deskbell.providers.mail.smtp import Server, SmtpMessenger

        box = entrances.mailbox(secret)
        trust = self.environ.get("DESKBELL_MAIL_TRUST") or None
        return SmtpMessenger(
            Server(box.host, box.port, box.tls, box.sender, box.name, box.user, box.password.reveal, trust)
        )

    # --- being let in by Google

    def client(self, file: Path | None = None) -> entrances.Client | None:
        """The desk's own entry: from a file of Google's console, else as the environment says; None where neither does.

        WrongInput: CLIENT_SHAPE. Refused: SECRET_UNREADABLE.
        """
        if file is not None:
            from deskbell.providers.secrets.said import read_secret

            found = read_secret(file)
            if found is None:
                raise Refused("SECRET_UNREADABLE", where=str(file), why="ENOENT")
            return entrances.client(found.reveal())
        who, secret = (self.environ.get(f"AUTH_GOOGLE_{part}", "").strip() for part in ("ID", "SECRET"))
        return entrances.Client(who, Secret(secret)) if who and secret else None

    def knock(self, client: entrances.Client, *, choose: bool = False) -> Knocking:
        """One try to be let in, `choose`: to the list of its calendars too.

        GOOGLE_REDIRECT_URI is where the browser comes back to, if it is on this machine. Busy: REDIRECT_TAKEN, where
        something else listens at that port. WrongInput: REDIRECT_ELSEWHERE.
        """
        from deskbell.providers.google.calendar import TOKEN_URI, Client
        from deskbell.providers.google.oauth import AUTH_URI, CHOOSE, LEAST, Knock, NotLoopback

        base = self._base(GOOGLE.name)
        who = Client(client.id, client.secret.reveal, f"{base}/token" if base else TOKEN_URI)
        redirect = self.environ.get("GOOGLE_REDIRECT_URI", "").strip()
        try:
            scopes = (*LEAST, CHOOSE) if choose else LEAST
            return Knock(who, scopes, redirect=redirect, auth_uri=f"{base}/auth" if base else AUTH_URI)
        except NotLoopback:
            raise WrongInput("REDIRECT_ELSEWHERE", text=redirect) from None
        except OSError:
            raise Busy("REDIRECT_TAKEN", text=redirect) from None

    def open(self, name: str, secret: Secret) -> PaymentProvider:
        key, base = secret.reveal().strip(), self._base(name)
        if name == "STRIPE":
            from deskbell.providers.stripe.provider import THANKS, StripeProvider

            return StripeProvider(key, clock=self.clock, base=base, success_url=self.success_page or THANKS)
        from deskbell.providers.mercadopago import MercadoPagoProvider

        return MercadoPagoProvider(key, clock=self.clock, base=base)

    def _base(self, name: str) -> str | None:
        variable = f"DESKBELL_{name}_BASE"
        base = self.environ.get(variable, "").rstrip("/")
        if base and not _HERE.fullmatch(base):
            raise WrongInput("BASE_ELSEWHERE", variable=variable)
        return base or None


class Sources:
    """What is connected and can be used on this machine, looked for anew each time it is asked: in the thread that
    will work with it. What is known already stays the same one.
    """

    def __init__(self, desk: Desk, secrets: Secrets, vendors: Vendors) -> None:
        self.working = Working(desk)
        self.secrets = secrets
        self.vendors = vendors
        self._known: dict[str, tuple[Secret, int, Any]] = {}

    def __call__(self) -> Opened:
        opened: dict[Serves, dict[str, Any]] = {kind: {} for kind in Serves}
        troubles: dict[str, DeskError] = {}
        for health in self.working.connections():
            if health.made is None or health.name not in BY_NAME or health.state is Link.OFF:
                continue
            try:
                opened[serves(health.name)][health.name] = self._open(health.name, health.made)
            except DeskError as error:
                troubles[health.name] = error
                self._known.pop(health.name, None)
        return Opened(opened[Serves.PAYMENTS], troubles, opened[Serves.CALENDAR], opened[Serves.MAIL])

    def _open(self, name: str, made: Made) -> Any:
        """Of the kind that the connection serves."""
        found = self.secrets.find(name)
        if found is None:
            raise WrongInput("NO_SECRET", connection=name)
        secret, kept = found
        known = self._known.get(name)
        if known is not None and known[0] == secret and known[1] == made.at:
            return known[2]
        key = self.vendors.judge(name, secret)
        if key.live is not None and key.live is not made.live:
            raise Refused("WRONG_MODE", connection=name)
        provider = self._made(name, secret)
        if kept in _SAID and serves(name) is Serves.PAYMENTS:
            _prove(provider, name, made)
        self._known[name] = (secret, made.at, provider)
        return provider

    def _made(self, name: str, secret: Secret) -> Any:
        match serves(name):
            case Serves.CALENDAR:
                return self.vendors.calendar(secret)
            case Serves.MAIL:
                return self.vendors.messenger(secret)
            case _:
                return self.vendors.open(name, secret)


def _prove(provider: PaymentProvider, name: str, made: Made) -> None:
    """A secret that the environment says carries no desk's name, so whose it is has to be asked.

    WrongInput: KEY_REFUSED. Refused: OTHER_ACCOUNT, WRONG_MODE. Busy: NOT_CHECKED.
    """
    match provider.check():
        case Done(account):
            if account.id and made.account and account.id != made.account:
                raise Refused("OTHER_ACCOUNT", connection=name, before=made.account, after=account.id)
            if account.live is not made.live:
                raise Refused("WRONG_MODE", connection=name)
        case No(code):
            raise WrongInput("KEY_REFUSED", connection=name, refusal=code)
        case answer:
            raise Busy("NOT_CHECKED", connection=name, refusal=answer.code)
