"""Google Calendar as a provider of calendars, through its own client library; nothing is retried in here.

Queries that page or follow carry what they began with in the cursor, because Google wants it said again with each page.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from deskbell.domain.ids import Id
from deskbell.domain.ports import (
    Account,
    Done,
    Event,
    EventPage,
    Later,
    Outcome,
    Refused,
    SeenCalendar,
    SeenEvent,
    Unknown,
)
from deskbell.providers.google.answers import AGAIN, now_there, said_no
from deskbell.providers.google.events import body, seen, stamp

if TYPE_CHECKING:
    from google.oauth2.credentials import Credentials

T = TypeVar("T")

TIMEOUT = 20
PAGE = 2500
HORIZON = 400 * 86_400
"""Seconds ahead that events are asked for: a recurring event without an end has no last one."""

TOKEN_URI = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address


@dataclass(frozen=True, slots=True)
class Client:
    """The desk's own entry at Google (AUTH_GOOGLE_ID, AUTH_GOOGLE_SECRET; S1.28, S1.29)."""

    id: str
    secret: Callable[[], str]
    token_uri: str = TOKEN_URI


class GoogleCalendar:
    """One Google account. `refresh` gives its refresh token when it is needed; `base` is another server, for tests.

    Refused besides the port's: REVOKED (the token is not good any more: connect again), LOGIN, FORBIDDEN, REQUEST.
    """

    name = "GOOGLE"

    def __init__(
        self, client: Client, refresh: Callable[[], str], *, base: str | None = None, timeout: float = TIMEOUT
    ) -> None:
        self._client = client
        self._refresh = refresh
        self._base = base
        self._timeout = timeout
        self._own = threading.local()  # httplib2 is for one thread

    def close(self) -> None:
        """Hang up, as far as this thread has a line."""
        http = self._own.__dict__.pop("http", None)
        self._own.__dict__.pop("api", None)
        if http is not None:
            http.close()

    # --- one event

    def insert(self, calendar: str, event: Event) -> Outcome[SeenEvent]:
        return self._ask(
            lambda api: api.events().insert(
                calendarId=calendar, body=body(event), conferenceDataVersion=1, sendUpdates="none"
            ),
            seen,
            writes=True,
        )

    def fetch(self, calendar: str, event: str) -> Outcome[SeenEvent | None]:
        found = self._ask(lambda api: api.events().get(calendarId=calendar, eventId=event), seen)
        if isinstance(found, Done):
            return Done(found.value, found.at)
        return Done(None) if found in (Refused("NOT_FOUND"), Refused("GONE")) else found

    def change(self, calendar: str, event: Event, etag: str) -> Outcome[SeenEvent]:
        def request(api: Any) -> Any:
            changed = api.events().patch(
                calendarId=calendar, eventId=event.id, body=body(event), conferenceDataVersion=1, sendUpdates="none"
            )
            changed.headers["If-Match"] = etag
            return changed

        answer = self._ask(request, seen, writes=True)
        return Refused("NOT_FOUND") if answer == Refused("GONE") else answer

    def remove(self, calendar: str, event: str) -> Outcome[bool]:
        answer = self._ask(
            lambda api: api.events().delete(calendarId=calendar, eventId=event, sendUpdates="none"),
            lambda _: True,
            writes=True,
        )
        if isinstance(answer, Refused) and answer.code in ("GONE", "NOT_FOUND"):
            gone = True
            return Done(gone)
        return answer

    # --- many

    def since(self, calendar: str, cursor: str, after: int) -> Outcome[EventPage]:
        try:
            place = json.loads(cursor) if cursor else {"after": after}
            query = _query(place)
        except (ValueError, TypeError, KeyError, AttributeError):
            return Refused("CURSOR")

        def read(data: Any) -> EventPage:
            events = tuple(seen(item, data.get("timeZone", "UTC")) for item in data.get("items", ()))
            more = "nextPageToken" in data
            then = place | {"page": data["nextPageToken"]} if more else {"sync": data["nextSyncToken"]}
            return EventPage(events, json.dumps(then), more)

        answer = self._ask(lambda api: api.events().list(calendarId=calendar, **query), read)
        return Refused("CURSOR") if answer == Refused("GONE") else answer

    def ours(self, calendar: str, desk: Id, after: int, place: str) -> Outcome[EventPage]:
        query: dict[str, Any] = {"pageToken": place} if place else {}

        def read(data: Any) -> EventPage:
            events = tuple(seen(item, data.get("timeZone", "UTC")) for item in data.get("items", ()))
            return EventPage(events, data.get("nextPageToken", ""), "nextPageToken" in data)

        return self._ask(
            lambda api: api.events().list(
                calendarId=calendar,
                privateExtendedProperty=f"desk={desk}",
                timeMin=stamp(after),
                maxResults=PAGE,
                **query,
            ),
            read,
        )

    def calendars(self) -> Outcome[tuple[SeenCalendar, ...]]:
        found: list[SeenCalendar] = []
        place: dict[str, Any] = {}
        while True:
            page = self._ask(partial(_list_calendars, place), _calendars)
            if not isinstance(page, Done):
                return page
            calendars, further = page.value
            found += calendars
            if not further:
                return Done(tuple(sorted(found, key=lambda c: (not c.primary, not c.own, c.name))), page.at)
            place = {"pageToken": further}

    def check(self) -> Outcome[Account]:
        """The name of the account's own calendar: its mail address, mostly."""
        live = True
        return self._ask(
            lambda api: api.events().list(calendarId="primary", maxResults=1, fields="summary,timeZone"),
            lambda data: Account(live, str(data.get("summary", ""))),
        )

    # --- one call

    def _ask(self, request: Callable[[Any], Any], read: Callable[[Any], T], *, writes: bool = False) -> Outcome[T]:
        from google.auth.exceptions import GoogleAuthError, RefreshError
        from googleapiclient.errors import HttpError
        from httplib2 import HttpLib2Error, ServerNotFoundError

        heard: dict[str, Any] = {}
        try:
            asked = request(self._api())
            asked.add_response_callback(heard.update)
            data = asked.execute(num_retries=0)
        except HttpError as error:
            return said_no(error.resp.status, error.resp, error.content, writes=writes)
        except RefreshError as error:
            return Later(AGAIN, "UNREACHABLE") if error.retryable else Refused("REVOKED")
        except (GoogleAuthError, ServerNotFoundError, ConnectionRefusedError):  # before the call itself
            return Later(AGAIN, "UNREACHABLE")
        except TimeoutError:
            return Unknown("TIMEOUT") if writes else Later(AGAIN, "TIMEOUT")
        except (OSError, HttpLib2Error):
            return Unknown("RESET") if writes else Later(AGAIN, "RESET")
        except ValueError:  # 200, and no JSON
            return Unknown("NO_ANSWER") if writes else Later(AGAIN, "NO_ANSWER")
        try:
            return Done(read(data), now_there(heard))
        except (KeyError, TypeError, ValueError, AttributeError):
            return Unknown("NO_ANSWER") if writes else Later(AGAIN, "NO_ANSWER")

    def _api(self) -> Any:
        """The thread's own client; made without asking the network for the API's description."""
        api = getattr(self._own, "api", None)
        if api is None:
            from google_auth_httplib2 import AuthorizedHttp
            from googleapiclient.discovery import build
            from httplib2 import Http

            self._own.http = Http(timeout=self._timeout)
            http = AuthorizedHttp(self._credentials(), http=self._own.http)
            options = {"api_endpoint": self._base} if self._base else None
            api = self._own.api = build(
                "calendar", "v3", http=http, static_discovery=True, cache_discovery=False, client_options=options
            )
        return api

    def _credentials(self) -> Credentials:
        from google.oauth2.credentials import Credentials

        return Credentials(  # type: ignore[no-untyped-call]
            token=None,
            refresh_token=self._refresh(),
            client_id=self._client.id,
            client_secret=self._client.secret(),
            token_uri=self._client.token_uri,
        )


def _query(place: dict[str, Any]) -> dict[str, Any]:
    """What a query begins with and says again with each page; after a sync token nothing narrows it any more."""
    query: dict[str, Any] = {"singleEvents": True, "showDeleted": True, "maxResults": PAGE}
    if "sync" in place:
        query["syncToken"] = place["sync"]
    else:
        query |= {"timeMin": stamp(place["after"]), "timeMax": stamp(place["after"] + HORIZON)}
    if "page" in place:
        query["pageToken"] = place["page"]
    return query


def _list_calendars(place: dict[str, Any], api: Any) -> Any:
    return api.calendarList().list(maxResults=250, **place)


def _calendars(data: Any) -> tuple[list[SeenCalendar], str]:
    found = [
        SeenCalendar(
            str(item["id"]), str(item.get("summaryOverride") or item.get("summary", "")),
            str(item.get("timeZone", "UTC")), item.get("accessRole") in ("owner", "writer"), bool(item.get("primary")),
        )
        for item in data.get("items", ())
    ]  # fmt: skip
    return found, str(data.get("nextPageToken", ""))
