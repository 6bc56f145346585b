"""From the desk's events to Google's and back (Calendar API v3, resource Event)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from deskbell.domain.ids import Id
from deskbell.domain.ports import Event, Meeting, SeenEvent, SeenEventState

APP = "deskbell"

_STATES = {
    "confirmed": SeenEventState.CONFIRMED,
    "tentative": SeenEventState.TENTATIVE,
    "cancelled": SeenEventState.CANCELLED,
}
_MEETINGS = {"pending": Meeting.PENDING, "success": Meeting.READY, "failure": Meeting.FAILED}


def body(event: Event) -> dict[str, Any]:
    """What is sent. Guests see nobody but themselves: families are none of each other's business."""
    text: dict[str, Any] = {
        "id": event.id,
        "summary": event.title,
        "description": event.text,
        "location": event.place,
        "start": _moment(event.start, event.zone),
        "end": _moment(event.end, event.zone),
        "attendees": [{"email": guest} for guest in event.guests],
        "guestsCanSeeOtherGuests": False,
        "guestsCanInviteOthers": False,
        "guestsCanModify": False,
        "reminders": {
            "useDefault": False,
            "overrides": [] if event.remind is None else [{"method": "email", "minutes": event.remind}],
        },
        "extendedProperties": {"private": {"app": APP, "desk": event.desk, "slot": event.slot}},
    }
    if event.meeting:
        asked = {"requestId": event.meeting, "conferenceSolutionKey": {"type": "hangoutsMeet"}}
        text["conferenceData"] = {"createRequest": asked}
    return text


def _moment(instant: int, zone: str) -> dict[str, str]:
    return {"dateTime": datetime.fromtimestamp(instant, ZoneInfo(zone)).isoformat(), "timeZone": zone}


def seen(data: Any, zone: str = "UTC") -> SeenEvent:
    """An event out of an answer; `zone` is the calendar's, for days without hours.

    KeyError, TypeError or ValueError where it is none. A cancelled one may have no times (then they are 0).
    """
    state = _STATES[data["status"]]
    start, all_day = _instant(data.get("start"), zone)
    end, _ = _instant(data.get("end"), zone)
    own = data.get("extendedProperties", {}).get("private", {})
    ours = own.get("app") == APP
    link, meeting = _meeting(data)
    return SeenEvent(
        id=str(data["id"]),
        etag=str(data.get("etag", "")),
        state=state,
        start=start,
        end=end,
        title=str(data.get("summary", "")),
        zone=str(data.get("start", {}).get("timeZone", zone)),
        all_day=all_day,
        busy=_is_busy(data),
        uid=str(data.get("iCalUID", "")),
        series=str(data.get("recurringEventId", "")),
        desk=Id(str(own["desk"])) if ours and "desk" in own else None,
        slot=Id(str(own["slot"])) if ours and "slot" in own else None,
        html_link=_https(data.get("htmlLink")),
        join_url=link,
        meeting=meeting,
        guests=tuple(str(guest["email"]) for guest in data.get("attendees", ()) if "email" in guest),
    )


def _instant(moment: Any, zone: str) -> tuple[int, bool]:
    """Epoch seconds, and whether it is a whole day. 3.11's fromisoformat reads RFC 3339, Z included."""
    if not moment:
        return 0, False
    if "date" in moment:
        day = datetime.fromisoformat(moment["date"])
        return int(day.replace(tzinfo=ZoneInfo(moment.get("timeZone", zone))).timestamp()), True
    at = datetime.fromisoformat(moment["dateTime"])
    return int((at if at.tzinfo else at.replace(tzinfo=ZoneInfo(moment.get("timeZone", zone)))).timestamp()), False


def _is_busy(data: Any) -> bool:
    """Free where it says so, where its owner declined, and where it only tells a place of work."""
    declined = any(g.get("self") and g.get("responseStatus") == "declined" for g in data.get("attendees", ()))
    return data.get("transparency") != "transparent" and not declined and data.get("eventType") != "workingLocation"


def _meeting(data: Any) -> tuple[str, Meeting]:
    conference = data.get("conferenceData", {})
    doors = conference.get("entryPoints", ())
    link = next((_https(door.get("uri")) for door in doors if door.get("entryPointType") == "video"), "")
    link = link or _https(data.get("hangoutLink"))
    if link:
        return link, Meeting.READY
    asked = conference.get("createRequest", {}).get("status", {}).get("statusCode")
    return "", _MEETINGS.get(asked, Meeting.NONE)


def _https(link: Any) -> str:
    """Links are shown and opened: nothing but https comes in."""
    return link if isinstance(link, str) and link.startswith("https://") else ""


def stamp(instant: int) -> str:
    """An instant as the API's queries want it (RFC 3339)."""
    return datetime.fromtimestamp(instant, UTC).isoformat()
