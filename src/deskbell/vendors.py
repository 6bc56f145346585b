"""The vendors' adapters by name, and which of them this machine can use: imported late, in whichever thread asks."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from deskbell.domain.connections import BY_NAME, Kept, Key, Made
from deskbell.domain.errors import Busy, DeskError, Refused, WrongInput
from deskbell.domain.ports import Done
from deskbell.domain.ports import Refused as No
from deskbell.domain.working import Link
from deskbell.services.connecting import Opened
from deskbell.services.working import Working

if TYPE_CHECKING:
    from deskbell.domain.clock import Clock
    from deskbell.domain.ports import PaymentProvider, Secrets
    from deskbell.domain.secret import Secret
    from deskbell.services.desk import Desk

_HERE = re.compile(r"http://(?:127\.0\.0\.1|\[::1\]):\d{1,5}", re.ASCII)
_SAID = frozenset({Kept.ENVIRONMENT, Kept.CREDENTIAL})


class Vendors:
    """Stripe and Mercado Pago. For tests DESKBELL_STRIPE_BASE and DESKBELL_MERCADO_PAGO_BASE name another address than
    the vendor's, and only one of this very machine. WrongInput: BASE_ELSEWHERE.
    """

    def __init__(self, clock: Clock, environ: Mapping[str, str] | None = None) -> None:
        self.clock = clock
        self.environ = os.environ if environ is None else environ

    def judge(self, name: str, secret: Secret) -> Key:
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

    def open(self, name: str, secret: Secret) -> PaymentProvider:
        key, base = secret.reveal().strip(), self._base(name)
        if name == "STRIPE":
            from deskbell.providers.stripe.provider import StripeProvider

            return StripeProvider(key, clock=self.clock, base=base)
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
    will work with it. A provider that is known already stays the same one.
    """

    def __init__(self, desk: Desk, secrets: Secrets, vendors: Vendors) -> None:
        self.working = Working(desk)
        self.secrets = secrets
        self.vendors = vendors
        self._known: dict[str, tuple[Secret, int, PaymentProvider]] = {}

    def __call__(self) -> Opened:
        providers: dict[str, PaymentProvider] = {}
        troubles: dict[str, DeskError] = {}
        for health in self.working.connections():
            if health.made is None or health.name not in BY_NAME or health.state is Link.OFF:
                continue
            try:
                providers[health.name] = self._open(health.name, health.made)
            except DeskError as error:
                troubles[health.name] = error
                self._known.pop(health.name, None)
        return Opened(providers, troubles)

    def _open(self, name: str, made: Made) -> PaymentProvider:
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
        provider = self.vendors.open(name, secret)
        if kept in _SAID:
            _prove(provider, name, made)
        self._known[name] = (secret, made.at, provider)
        return provider


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
