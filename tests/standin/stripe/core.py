"""Stripe's door: who asks, under which key, whether he may ask that, and what it comes to. No sockets in here."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from deskbell.domain.clock import DAY, Clock
from tests.standin.stripe import acts, contract
from tests.standin.stripe.account import VERSION, Account, Thing, Wrong
from tests.standin.stripe.seeds import seed

KEYS_LIVE = DAY
LISTS = {"sessions": "checkout.session", "intents": "payment_intent", "refunds": "refund", "disputes": "dispute",
         "events": "event"}  # fmt: skip
RIGHTS = {
    "open": "checkout.write", "expire": "checkout.write", "look": "checkout.read", "sessions": "checkout.read",
    "capture": "payments.write", "void": "payments.write", "intent": "payments.read", "intents": "payments.read",
    "refund": "refunds.write", "refunds": "refunds.read", "disputes": "disputes.read", "events": "events.read",
    "account": "account.read", "country": "account.read", "customers": "customers.read", "payouts": "payouts.read",
    "subscriptions": "subscriptions.read", "transfers": "transfers.read",
}  # fmt: skip
NEEDED = frozenset(RIGHTS.values()) - {"customers.read", "payouts.read", "subscriptions.read", "transfers.read"}


@dataclass(frozen=True)
class Asked:
    """A request, decoded: the name of what it asks for, with the ids in its path."""

    how: str
    name: str
    ids: tuple[str, ...]
    form: dict[str, Any]
    key: str


@dataclass
class Reply:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class Core:
    """One account behind its door."""

    def __init__(self, clock: Clock, seed_: int = 0) -> None:
        self.clock = clock
        self.account = Account(clock, seed_)
        self.kept: dict[str, tuple[str, Reply, int]] = {}
        self.violations: list[str] = []
        self.strict = True
        """Whether each answer is held against the contract: dear, and off where speed is measured."""
        self.rights: set[str] | None = {*NEEDED, "balance.read"}
        """None is a key that may do everything."""
        self.revoked = False
        self.withheld: dict[str, int] = {}
        """Events that stay away for so many lists more."""
        self._asked = 0

    # --- reading a request

    def read(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Asked:
        url = urlsplit(target)
        text = body.decode() if method == "POST" else url.query
        form = contract.decoded(parse_qsl(text, keep_blank_values=True))
        name, *ids = _named(method, [unquote(part) for part in url.path.strip("/").split("/")][1:])
        return Asked(method, name, tuple(ids), form, headers.get("Idempotency-Key", ""))

    def answer(self, asked: Asked, headers: Mapping[str, str], *, sticky: str = "") -> Reply:
        """`sticky`: "before" or "after" it acted, an error that is kept under the key."""
        with self.account.lock:
            self._asked += 1
            try:
                self._let_in(asked, headers)
                return self._once(asked, sticky)
            except Wrong as wrong:
                return self._reply(wrong.status, wrong.body)

    def _let_in(self, asked: Asked, headers: Mapping[str, str]) -> None:
        key = headers.get("Authorization", "").removeprefix("Bearer ")
        if self.revoked or "_test_" not in key:
            raise Wrong(401, message=f"Invalid API Key provided: {key[:8]}****")
        if headers.get("Stripe-Version") != VERSION:
            self.violations.append(f"version {headers.get('Stripe-Version')}")
        right = RIGHTS.get(asked.name)
        if self.rights is not None and right is not None and right not in self.rights:
            raise Wrong(403, message="The provided key does not have the required permissions for this endpoint.")
        moved = any(path.endswith("balance_transaction") for path in asked.form.get("expand", []))
        if moved and self.rights is not None and "balance.read" not in self.rights:
            raise Wrong(403)

    # --- keys

    def _once(self, asked: Asked, sticky: str) -> Reply:
        said = json.dumps((asked.name, asked.ids, asked.form), sort_keys=True)
        if asked.how == "POST" and asked.key:
            before = self.kept.get(asked.key)
            if before is not None and before[2] > self.clock.now() - KEYS_LIVE:
                if before[0] != said:
                    raise Wrong(400, type="idempotency_error")
                again = self._reply(before[1].status, json.loads(before[1].body))
                again.headers["Idempotent-Replayed"] = "true"
                return again
        reply, kept = self._act(asked, sticky)
        if asked.how == "POST" and asked.key and kept:
            self.kept[asked.key] = (said, reply, self.clock.now())
        return reply

    def _act(self, asked: Asked, sticky: str) -> tuple[Reply, bool]:
        failed = {"error": {"type": "api_error", "message": "sorry"}}
        if sticky == "before":
            return self._reply(500, failed), True
        try:
            self.account.end_what_is_due()
            found = self._done(asked)
        except Wrong as wrong:
            return self._reply(wrong.status, wrong.body), wrong.kept
        return self._reply(*((500, failed) if sticky else (200, found))), True

    # --- doing it

    def _done(self, asked: Asked) -> Thing:
        account, form = self.account, asked.form
        if (params := contract.PARAMS.get(asked.name)) is not None:
            form, wrong = contract.asked(params, form)
            if wrong:
                self.violations += [f"{asked.name}: {place}: {what}" for place, what in wrong]
                raise Wrong(400, "parameter_unknown", wrong[0][0])
        expand = form.get("expand", [])
        match asked.name, *asked.ids:
            case ("open",):
                found = account.shown(acts.open_session(account, form), expand)
            case "look", id_:
                found = account.shown(account.of("checkout.session", id_), expand)
            case "expire", id_:
                found = account.shown(acts.expire(account, id_), expand)
            case "intent", id_:
                found = account.shown(account.of("payment_intent", id_), expand)
            case "capture", id_:
                found = account.shown(acts.capture(account, id_, form), expand)
            case "void", id_:
                found = account.shown(acts.void(account, id_, form), expand)
            case ("refund",):
                found = account.shown(acts.refund(account, form), expand)
            case ("account",):
                found = self._account()
            case "country", id_:
                found = seed("country_spec", id=id_, default_currency="eur",
                             supported_payment_currencies=sorted(account.sells))  # fmt: skip
            case (name,) if name in LISTS:
                found = account.listed(LISTS[name], f"/v1/{name}", form)
            case (name,) if name in RIGHTS:
                found = {"object": "list", "data": [], "has_more": False, "url": f"/v1/{name}"}
            case _:
                raise Wrong(404, "resource_missing", message="Unrecognized request URL")
        shown = _without_own(found)
        if self.strict:
            self.violations += [f"{asked.name}: {place}: {what}" for place, what in contract.said(shown)]
        return shown

    def _account(self) -> Thing:
        settings = {"dashboard": {"display_name": "Studio Ruiz", "timezone": "Etc/UTC"}}
        kept = seed("account", id="acct_0", country="ES", default_currency="eur")
        return kept | {"settings": kept.get("settings", _SETTINGS) | settings}

    def _reply(self, status: int, body: Thing) -> Reply:
        headers = {"Content-Type": "application/json", "Request-Id": f"req_{self._asked}"}
        return Reply(status, json.dumps(body).encode(), headers)


_SETTINGS: Thing = {
    "branding": {"icon": None, "logo": None, "primary_color": None, "secondary_color": None},
    "card_payments": {"statement_descriptor_prefix": None, "statement_descriptor_prefix_kana": None,
                      "statement_descriptor_prefix_kanji": None},
    "payments": {"statement_descriptor": None, "statement_descriptor_kana": None, "statement_descriptor_kanji": None},
}  # fmt: skip


def _without_own(value: Any) -> Any:
    """Without what only the stand-in keeps."""
    if isinstance(value, dict):
        return {name: _without_own(one) for name, one in value.items() if not name.startswith("__")}
    return [_without_own(one) for one in value] if isinstance(value, list) else value


def _named(method: str, parts: list[str]) -> list[str]:
    match method, *parts:
        case "POST", "checkout", "sessions":
            return ["open"]
        case "GET", "checkout", "sessions":
            return ["sessions"]
        case "GET", "checkout", "sessions", id_:
            return ["look", id_]
        case "POST", "checkout", "sessions", id_, "expire":
            return ["expire", id_]
        case "GET", "payment_intents":
            return ["intents"]
        case "GET", "payment_intents", id_:
            return ["intent", id_]
        case "POST", "payment_intents", id_, "capture":
            return ["capture", id_]
        case "POST", "payment_intents", id_, "cancel":
            return ["void", id_]
        case "POST", "refunds":
            return ["refund"]
        case "GET", "country_specs", id_:
            return ["country", id_]
        case "GET", ("refunds" | "disputes" | "events" | "account" | "customers" | "payouts" | "subscriptions"
                     | "transfers") as name:  # fmt: skip
            return [name]
    return ["nothing"]


Call = Callable[[], Reply]
