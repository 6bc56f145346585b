"""All that one account holds, at an instant: its objects, its events, and what time does to them."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from threading import RLock
from typing import Any

from deskbell.domain.clock import DAY, Clock
from tests.standin.stripe.seeds import seed

Thing = dict[str, Any]
VERSION = "2026-10-28.endive"
HOLDS = 7 * DAY
LINKS = {"payment_intent": "payment_intent", "latest_charge": "charge", "charge": "charge",
         "balance_transaction": "balance_transaction"}  # fmt: skip
"""Fields that hold an id and can be expanded, and the kind that it is of."""
DEEPEST = 4
PREFIX = {"checkout.session": "cs_test", "payment_intent": "pi", "charge": "ch", "refund": "re", "dispute": "dp",
          "balance_transaction": "txn", "event": "evt"}  # fmt: skip


class Wrong(Exception):
    """An error as Stripe says it. `kept`: it had begun, so that it is said again under the same key."""

    def __init__(self, status: int, code: str = "", param: str = "", *, kept: bool = False, **more: Any) -> None:
        super().__init__(code or param)
        self.status, self.kept = status, kept
        error = {"type": "invalid_request_error", "message": "no", "code": code, "param": param} | more
        self.body = {"error": {name: value for name, value in error.items() if value}}


class Account:
    def __init__(self, clock: Clock, seed_: int = 0) -> None:
        self.clock = clock
        self.lock = RLock()
        self.things: dict[str, dict[str, Thing]] = {kind: {} for kind in PREFIX}
        self._seed, self._made = seed_, 0
        self.slow_refunds = 0
        self.live = False
        self.least, self.most = 50, 99_999_999
        self.sells = frozenset("eur usd gbp jpy krw kwd bhd isk ugx mga chf mxn ars".split())

    @property
    def now(self) -> int:
        return self.clock.now()

    # --- objects

    def make(self, kind: str, **fields: Any) -> Thing:
        self._made += 1
        id_ = f"{PREFIX[kind]}_{self._seed}x{self._made:06d}"
        made = seed(kind, id=id_, created=self.now, **fields)
        self.things[kind][id_] = made
        return made

    def of(self, kind: str, id_: Any) -> Thing:
        found = self.things[kind].get(str(id_))
        if found is None:
            raise Wrong(404, "resource_missing", "id")
        return found

    def tell(self, type_: str, about: Thing) -> None:
        """An event: the object as it was then, with nothing expanded."""
        self._made += 1
        id_ = f"evt_{self._seed}x{self._made:06d}"
        self.things["event"][id_] = {
            "id": id_, "object": "event", "api_version": VERSION, "created": self.now, "livemode": self.live,
            "data": {"object": json.loads(json.dumps(about))}, "pending_webhooks": 0, "type": type_,
            "request": {"id": None, "idempotency_key": None},
        }  # fmt: skip

    # --- what time ends

    def end_what_is_due(self) -> None:
        for session in self.things["checkout.session"].values():
            if session["status"] == "open" and session["expires_at"] <= self.now:
                self.close(session)
        for intent in self.things["payment_intent"].values():
            if intent["status"] == "requires_capture" and self.until(intent) <= self.now:
                self.cancel(intent, "expired")

    def until(self, intent: Thing) -> int:
        charge = self.of("charge", intent["latest_charge"])
        return int(charge["payment_method_details"]["card"]["capture_before"])

    def close(self, session: Thing) -> None:
        session |= {"status": "expired", "url": None}
        self.tell("checkout.session.expired", session)
        if session["payment_intent"] is not None:
            intent = self.of("payment_intent", session["payment_intent"])
            if intent["status"] in ("requires_payment_method", "requires_action", "requires_confirmation"):
                self.cancel(intent, "abandoned")

    def cancel(self, intent: Thing, reason: str) -> None:
        intent |= {"status": "canceled", "cancellation_reason": reason, "canceled_at": self.now, "amount_capturable": 0}
        self.tell("payment_intent.canceled", intent)

    # --- as it is shown

    def shown(self, thing: Thing, expand: list[str], depth: int = 0) -> Thing:
        """A copy with what was asked for put in the place of its id. Wrong where that cannot be."""
        found = copy.copy(thing)
        heads: dict[str, list[str]] = {}
        for path in expand:
            head, _, rest = path.partition(".")
            heads.setdefault(head, []).extend([rest] if rest else [])
        for head, rest in heads.items():
            if depth + 1 > DEEPEST:
                raise Wrong(400, "", "expand")
            if head == "refunds" and thing["object"] == "charge":
                found["refunds"] = self._refunds_of(thing)
            elif head not in LINKS or head not in thing:
                raise Wrong(400, "", "expand")
            elif thing[head] is not None:
                found[head] = self.shown(self.of(LINKS[head], thing[head]), rest, depth + 1)
        if thing["object"] == "charge" and "refunds" not in heads:
            found.pop("refunds", None)
        return found

    def _refunds_of(self, charge: Thing) -> Thing:
        made = [back for back in self.things["refund"].values() if back["charge"] == charge["id"]]
        newest = made[::-1][:10]
        return {
            "object": "list", "data": [copy.copy(back) for back in newest], "has_more": len(made) > 10,
            "url": f"/v1/charges/{charge['id']}/refunds",
        }  # fmt: skip

    def listed(self, kind: str, url: str, query: Mapping[str, Any]) -> Thing:
        """Newest first, of one second the one that was made last; by created, by what it is about, and by place."""
        found = [thing for thing in reversed(self.things[kind].values()) if _fits(thing, query)]
        found.sort(key=lambda thing: -thing["created"])
        limit = int(query.get("limit", 10))
        if not 1 <= limit <= 100:
            raise Wrong(400, "", "limit")
        places = [thing["id"] for thing in found]
        more = False
        if (after := query.get("starting_after")) is not None:
            self.of(kind, after)
            found = found[places.index(after) + 1 :] if after in places else []
        if (before := query.get("ending_before")) is not None:
            self.of(kind, before)
            rest = found[: places.index(before)] if before in places else []
            more, found = len(rest) > limit, rest[-limit:]
        else:
            more, found = len(found) > limit, found[:limit]
        inside = [path.partition(".")[2] for path in query.get("expand", [])]
        if any(not path.startswith("data.") for path in query.get("expand", [])):
            raise Wrong(400, "", "expand")
        return {
            "object": "list", "url": url, "has_more": more, "data": [self.shown(one, inside, 1) for one in found],
        }  # fmt: skip


def _fits(thing: Thing, query: Mapping[str, Any]) -> bool:
    created = query.get("created", {})
    bounds = created if isinstance(created, Mapping) else {"gte": created, "lte": created}
    at = thing["created"]
    tests = {"gte": at.__ge__, "gt": at.__gt__, "lte": at.__le__, "lt": at.__lt__}
    if not all(tests[name](bound) for name, bound in bounds.items()):
        return False
    if "types" in query and thing["type"] not in query["types"]:
        return False
    wanted = query.get("payment_intent")
    return wanted is None or thing.get("payment_intent") == wanted
