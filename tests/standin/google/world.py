"""Google as far as a desk meets it: who is let in (OAuth), and calendars (API v3), with what goes wrong to order.

The behaviour is ours; the shapes are Google's: each body is checked against the discovery document that the client
library carries (papers.py).
"""

from __future__ import annotations

import base64
import copy
import hashlib
import itertools
import json
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.standin.google import papers

ID = re.compile(r"[a-v0-9]{5,1024}")
NO_SYNC = (
    "iCalUID",
    "orderBy",
    "privateExtendedProperty",
    "q",
    "sharedExtendedProperty",
    "timeMin",
    "timeMax",
    "updatedMin",
)


@dataclass
class Answer:
    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


def no(status: int, reason: str, **headers: str) -> Answer:
    error = {"code": status, "message": reason, "errors": [{"domain": "global", "reason": reason, "message": reason}]}
    return Answer(status, {"error": error}, headers)


@dataclass
class Order:
    """For the next call of that name (insert, get, patch, delete, list, token, …): answer so, or cut the line.

    `acts`: it has its effect all the same. `answer` None cuts the line.
    """

    call: str
    answer: Answer | None = None
    acts: bool = False
    raw: bytes | None = None
    sleeps: float = 0
    waits: float = 0
    """Seconds before the call arrives at all."""


class World:
    """`clients` are the desks' own entries: id -> secret. `grants` are refresh tokens and what they allow."""

    def __init__(self) -> None:
        self.clients = {"desk.apps": "client-secret"}
        self.grants: dict[str, set[str]] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, str] = {}
        self.calendars: dict[str, dict[str, Any]] = {}
        self.orders: list[Order] = []
        self.log: list[tuple[str, str, dict[str, str], Any]] = []
        self.page = 4
        self.meets_after = 1
        """How often an event is fetched before its meeting is there."""
        self.meeting_fails = False
        self.oldest_sync = 0
        self._count = itertools.count(1)
        self.add_calendar("ana@example.org", primary=True)

    # --- people

    def add_calendar(self, name: str, *, primary: bool = False, role: str = "owner") -> None:
        self.calendars[name] = {"primary": primary, "role": role, "events": {}, "changes": [], "zone": "Europe/Madrid"}

    def place(self, calendar: str, event: dict[str, Any]) -> str:
        """Somebody writes an event into a calendar by hand; without an id it is a new one."""
        events = self.calendars[calendar]["events"]
        which = event.get("id") or f"hand{next(self._count)}"
        stands = events.get(which, {"status": "confirmed", "kind": "calendar#event", "iCalUID": f"{which}@google.com"})
        events[which] = {**stands, **event, "id": which}
        self._touch(calendar, which)
        return str(which)

    def call_off(self, calendar: str, event: str) -> None:
        """Somebody deletes it by hand."""
        self.place(calendar, {"id": event, "status": "cancelled"})

    def events(self, calendar: str = "ana@example.org") -> list[dict[str, Any]]:
        """What stands there, deleted ones not."""
        return [e for e in self.calendars[calendar]["events"].values() if e["status"] != "cancelled"]

    def revoke(self, refresh: str) -> None:
        self.grants.pop(refresh, None)
        self.tokens.clear()

    def grant(self, *scopes: str) -> str:
        """A refresh token as a person has given it before."""
        refresh = f"1//{secrets.token_urlsafe(12)}"
        self.grants[refresh] = set(scopes)
        return refresh

    def consent(self, address: str, *, denied: bool = False, less: tuple[str, ...] = ()) -> str:
        """The person at the browser: where it goes next. `less` are scopes whose box was left empty."""
        query = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
        assert query["client_id"] in self.clients
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        back = {"state": query["state"]}
        if denied:
            return f"{query['redirect_uri']}?{urlencode(back | {'error': 'access_denied'})}"
        code = f"4/{secrets.token_urlsafe(12)}"
        given = " ".join(s for s in query["scope"].split() if s not in less)
        self.codes[code] = {
            "challenge": query["code_challenge"], "redirect": query["redirect_uri"], "scope": given,
            "offline": query.get("access_type", ""), "client": query["client_id"],
        }  # fmt: skip
        return f"{query['redirect_uri']}?{urlencode(back | {'code': code, 'scope': given})}"

    # --- calls

    def answer(
        self, method: str, path: str, headers: dict[str, str], content: bytes
    ) -> tuple[Answer | None, Order | None]:
        """What is said to a call; None where the line is cut."""
        parts = urlsplit(path)
        query = {k: v[0] for k, v in parse_qs(parts.query).items()}
        name, args = _route(method, parts.path)
        self.log.append((name, parts.path, query, content))
        order = next((o for o in self.orders if o.call == name), None)
        if order is not None:
            self.orders.remove(order)
            if not order.acts:
                return order.answer, order
        said = self._token(headers, content) if name == "token" else self._api(name, args, query, headers, content)
        if order is not None:
            return (said if order.sleeps or order.raw is not None else order.answer), order
        return said, None

    def _token(self, headers: dict[str, str], content: bytes) -> Answer:
        form = {k: v[0] for k, v in parse_qs(content.decode()).items()}
        who, secret = form.get("client_id", ""), form.get("client_secret", "")
        if basic := headers.get("authorization", "").removeprefix("Basic "):  # RFC 6749, 2.3.1
            who, _, secret = base64.b64decode(basic).decode().partition(":")
        if not secret or self.clients.get(who) != secret:
            return Answer(401, {"error": "invalid_client"})
        if form.get("grant_type") == "refresh_token":
            refresh = form["refresh_token"]
            if refresh not in self.grants:
                return Answer(
                    400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
                )
            return Answer(200, self._let_in(refresh))
        kept = self.codes.pop(form.get("code", ""), None)
        if kept is None or kept["redirect"] != form.get("redirect_uri"):
            return Answer(400, {"error": "invalid_grant"})
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != kept["challenge"]:
            return Answer(400, {"error": "invalid_grant", "error_description": "Invalid code verifier."})
        refresh = self.grant(*kept["scope"].split())
        return Answer(200, self._let_in(refresh) | {"refresh_token": refresh, "scope": kept["scope"]})

    def _let_in(self, refresh: str) -> dict[str, Any]:
        token = f"ya29.{secrets.token_urlsafe(12)}"
        self.tokens[token] = refresh
        return {
            "access_token": token,
            "expires_in": 3599,
            "token_type": "Bearer",
            "scope": " ".join(self.grants[refresh]),
        }

    def _api(
        self, name: str, args: dict[str, str], query: dict[str, str], headers: dict[str, str], content: bytes
    ) -> Answer:
        token = headers.get("authorization", "").removeprefix("Bearer ")
        refresh = self.tokens.get(token)
        if refresh is None or refresh not in self.grants:
            return no(401, "authError")
        if name == "calendars":
            items = [
                {
                    "kind": "calendar#calendarListEntry", "id": key, "summary": key, "timeZone": c["zone"],
                    "accessRole": c["role"], "primary": c["primary"],
                }
                for key, c in self.calendars.items()
            ]  # fmt: skip
            return Answer(200, papers.checked("CalendarList", {"kind": "calendar#calendarList", "items": items}))
        which = args.get("calendar", "")
        if which == "primary":
            which = next(key for key, c in self.calendars.items() if c["primary"])
        if which not in self.calendars:
            return no(404, "notFound")
        if name == "list":
            return self._list(which, query)
        if name == "insert":
            return self._insert(which, query, papers.asked("Event", content))
        event = self.calendars[which]["events"].get(args["event"])
        if event is None:
            return no(404, "notFound")
        match name:
            case "get":
                self._meet(which, event)
                return self._shown(event)
            case "patch":
                if "if-match" in headers and headers["if-match"] != event["etag"]:
                    return no(412, "conditionNotMet")
                self._put(which, event, papers.asked("Event", content), query)
                return self._shown(event)
            case "delete":
                if event["status"] == "cancelled":
                    return no(410, "deleted")
                event["status"] = "cancelled"
                self._touch(which, event["id"])
                return Answer(204)
        raise AssertionError(name)

    def _insert(self, which: str, query: dict[str, str], body: dict[str, Any]) -> Answer:
        if not ID.fullmatch(body["id"]):
            return no(400, "invalid")
        if body["id"] in self.calendars[which]["events"]:
            return no(409, "duplicate")
        made = {
            "kind": "calendar#event", "status": "confirmed", "iCalUID": f"{body['id']}@google.com",
            "htmlLink": f"https://www.google.com/calendar/event?eid={body['id'][:12]}",
        }  # fmt: skip
        self.calendars[which]["events"][body["id"]] = made
        self._put(which, made, body, query)
        return self._shown(made)

    def _put(self, which: str, event: dict[str, Any], body: dict[str, Any], query: dict[str, str]) -> None:
        asked = body.pop("conferenceData", None)
        event.update(copy.deepcopy(body))
        if asked and query.get("conferenceDataVersion") == "1":
            known = event.get("conferenceData", {}).get("createRequest", {})
            if known.get("requestId") != asked["createRequest"]["requestId"]:
                event["conferenceData"] = {
                    "createRequest": {**asked["createRequest"], "status": {"statusCode": "pending"}}
                }
                event["_looks"] = 0
        self._touch(which, event["id"])

    def _meet(self, which: str, event: dict[str, Any]) -> None:
        """A meeting is made a while after its event."""
        request = event.get("conferenceData", {}).get("createRequest", {})
        if request.get("status", {}).get("statusCode") != "pending":
            return
        event["_looks"] += 1
        if event["_looks"] < self.meets_after:
            return
        if self.meeting_fails:
            self.meeting_fails = False
            request["status"]["statusCode"] = "failure"
        else:
            request["status"]["statusCode"] = "success"
            link = f"https://meet.google.com/{request['requestId'][:10]}"
            event["conferenceData"]["entryPoints"] = [{"entryPointType": "video", "uri": link}]
            event["hangoutLink"] = link
        self._touch(which, event["id"])

    def _touch(self, which: str, event: str) -> None:
        number = next(self._count)
        self.calendars[which]["events"][event]["etag"] = f'"{number}"'
        self.calendars[which]["changes"].append((number, event))

    def _shown(self, event: dict[str, Any]) -> Answer:
        said = {k: v for k, v in event.items() if not k.startswith("_")}
        return Answer(200, papers.checked("Event", copy.deepcopy(said)))

    def _list(self, which: str, query: dict[str, str]) -> Answer:
        calendar = self.calendars[which]
        events = calendar["events"]
        if "syncToken" in query:
            if any(name in query for name in NO_SYNC):
                return no(400, "badRequest")
            start = int(query["syncToken"].removeprefix("s"))
            if start < self.oldest_sync:
                return no(410, "fullSyncRequired")
            ids = list(dict.fromkeys(one for number, one in calendar["changes"] if number > start))
        else:
            lo, hi = (_instant(query.get(k, "")) for k in ("timeMin", "timeMax"))
            ids = [one for one, e in events.items() if _within(e, lo, hi)]
        if wanted := query.get("privateExtendedProperty"):
            key, _, value = wanted.partition("=")
            ids = [one for one in ids if events[one].get("extendedProperties", {}).get("private", {}).get(key) == value]
        if query.get("showDeleted") != "true" and "syncToken" not in query:
            ids = [one for one in ids if events[one]["status"] != "cancelled"]
        at = int(query.get("pageToken", "p0").removeprefix("p"))
        most = min(self.page, int(query.get("maxResults", "250")))
        items = [{k: v for k, v in events[one].items() if not k.startswith("_")} for one in ids[at : at + most]]
        said: dict[str, Any] = {
            "kind": "calendar#events", "summary": which, "timeZone": calendar["zone"], "items": copy.deepcopy(items),
        }  # fmt: skip
        if at + most < len(ids):
            said["nextPageToken"] = f"p{at + most}"
        else:
            said["nextSyncToken"] = f"s{calendar['changes'][-1][0] if calendar['changes'] else 0}"
        return Answer(200, papers.checked("Events", said))


def _route(method: str, path: str) -> tuple[str, dict[str, str]]:
    from urllib.parse import unquote

    if path == "/token":
        return "token", {}
    if path == "/calendar/v3/users/me/calendarList":
        return "calendars", {}
    found = re.fullmatch(r"/calendar/v3/calendars/([^/]+)/events(?:/([^/]+))?", path)
    assert found, path
    calendar, event = found[1], found[2]
    names = {("GET", False): "list", ("POST", False): "insert", ("GET", True): "get", ("PATCH", True): "patch"}
    name = names.get((method, bool(event)), "delete")
    return name, {"calendar": unquote(calendar), "event": unquote(event or "")}


def _instant(text: str) -> float | None:
    return datetime.fromisoformat(text).timestamp() if text else None


def _within(event: dict[str, Any], lo: float | None, hi: float | None) -> bool:
    def at(name: str) -> float | None:
        moment = event.get(name, {})
        text = moment.get("dateTime") or (f"{moment['date']}T00:00:00+00:00" if "date" in moment else "")
        return _instant(text)

    end, start = at("end"), at("start")
    return (lo is None or end is None or end > lo) and (hi is None or start is None or start < hi)


def dumped(answer: Answer) -> bytes:
    return b"" if answer.body is None else json.dumps(answer.body).encode()
