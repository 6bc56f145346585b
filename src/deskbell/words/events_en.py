"""Lessons on a calendar: what is asked for, what stands there, what somebody did there by hand: English."""

from __future__ import annotations

ERRORS: dict[str, str | tuple[str, ...]] = {
    "NO_CALENDAR": "This desk is on no calendar; connect one first.",
    "NO_CALENDAR_OF_NAME": "No calendar of that account is called “{text}”; choose one of these: {candidates}.",
    "REMINDER_RANGE": "A calendar reminds 0 to {most} minutes before the start; choose a number among these.",
    "CALENDAR_USED_TWICE": "The calendar {calendar} is in use already; choose another one for this.",
    "SEATS_RANGE": "A class has 1 to {most} seats; choose a number among these.",
    "FURTHER_FOR_WHOM": "A calendar that offers classes is somebody's; say whose with --for and which with --use.",
    "SAME_CALENDAR": "The calendar is used like that already; say what shall be different.",
    "NOTHING_TO_CATCH_UP": "Every lesson to come is on the calendar already; there is nothing to do.",
}
WILL: dict[str, str | tuple[str, ...]] = {
    "EventWanted.CREATE": "has an event made on {connection}: {slot}",
    "EventWanted.UPDATE": "has the event on {connection} changed: {slot}",
    "EventWanted.DELETE": "has the event on {connection} removed: {slot}",
    "EventWanted.MEETING": "has a meeting link made: {slot}",
    "EventKept.CREATE": "notes that {connection} has the event: {slot}",
    "EventKept.UPDATE": "notes that {connection} has changed the event: {slot}",
    "EventKept.DELETE": "notes that {connection} has the event no more: {slot}",
    "EventKept.MEETING": "notes the meeting link: {slot}",
    "CalendarSet": "uses {connection} so: {how}",
}
DID: dict[str, str | tuple[str, ...]] = {
    "EventWanted.CREATE": "event to be made on {connection}",
    "EventWanted.UPDATE": "event to be changed on {connection}",
    "EventWanted.DELETE": "event to be removed from {connection}",
    "EventWanted.MEETING": "meeting link asked for",
    "EventKept.CREATE": "on {connection}",
    "EventKept.UPDATE": "changed on {connection}",
    "EventKept.DELETE": "gone from {connection}",
    "EventKept.MEETING": "meeting link is there",
    "CalendarSet": "{connection} used so: {how}",
}
TERMS: dict[str, str] = {
    "event.FULL": "class and focus",
    "event.CODE": "booking numbers only",
    "event.meet": "with meeting links",
    "event.no_meet": "without meeting links",
    "event.remind": "reminder {length} before",
    "event.before": "{length} before",
    "event.no_remind": "no reminder",
    "event.tutor": "lessons of {tutor}",
    "event.busy": "its other events take the time of {tutor}",
    "event.owner": "calendar of {owner}",
    "event.own": "lessons of {tutor} on {calendar}",
    "event.offers": "{calendar} offers {service} with {tutor}",
    "event.offers_seats": "{calendar} offers {service} with {tutor}, seats: {seats}",
    "task.OFFER_CHANGED": "class moved on the calendar",
    "task.OFFER_CLASH": "class without room",
    "task.GUEST_REFUSED": "guest not invited",
    "task.NO_MEETING": "no meeting link",
    "task.EVENT_CHANGED": "event moved by hand",
    "task.EVENT_GONE": "event deleted by hand",
    "task.STRAY_EVENT": "event of an unknown lesson",
    "task.BUSY_ON_BOOKING": "calendar says busy",
}
PLANS: dict[str, str | tuple[str, str]] = {
    "event.CREATE": ("event made on {connection}", "{n} events made on {connection}"),
    "event.UPDATE": ("event changed on {connection}", "{n} events changed on {connection}"),
    "event.DELETE": ("event removed from {connection}", "{n} events removed from {connection}"),
    "event.MEETING": ("meeting link made", "{n} meeting links made"),
    "event.none": "not on a calendar: none connected",
    "undo.calendar": "calendar",
    "confirm.set_calendar": "uses it so",
    "confirm.catch_up": "puts them there",
}
TASKS: dict[str, tuple[str, ...]] = {
    "NO_MEETING": (
        "{person}, {lesson}: the calendar made no meeting link",
        "no meeting link could be made for a lesson",
    ),
    "EVENT_CHANGED": (
        "{person}, {lesson}: somebody moved the event on the calendar to {when}",
        "somebody moved the event of a lesson on the calendar",
    ),
    "EVENT_GONE": (
        "{person}, {lesson}: somebody deleted the event on the calendar",
        "somebody deleted the event of a lesson on the calendar",
    ),
    "OFFER_CHANGED": (
        "{person}, {lesson}: its event was moved or called off on the calendar that offers it",
        "a class in which somebody sits was moved or called off on its calendar",
    ),
    "OFFER_CLASH": (
        "the calendar offers a class {when}, and that time is taken here",
        "the calendar offers a class in a time that is taken here",
    ),
    "GUEST_REFUSED": (
        "{person}, {lesson}: the calendar did not take their mail address, so they are not invited",
        "the calendar did not take a guest's mail address",
    ),
    "STRAY_EVENT": (
        "the calendar has an event of a lesson that this desk does not know: {when}",
        "the calendar has an event of a lesson that this desk does not know",
    ),
    "BUSY_ON_BOOKING": (
        "{person}, {lesson}: the calendar says that the tutor is busy then",
        "the calendar says that a tutor is busy during a lesson",
    ),
}
ADVICE: dict[str, str] = {
    "NO_MEETING": "Type a link of your own into the booking: edit, join link.",
    "EVENT_CHANGED": "Put the event back, or move the lesson to where it stands now.",
    "EVENT_GONE": "Put the event back, or cancel the lesson if it is off.",
    "OFFER_CHANGED": "Move the bookings or cancel them, or put the event back on the calendar.",
    "OFFER_CLASH": "Move what stands here, or the event on the calendar; it is opened as soon as its time is free.",
    "GUEST_REFUSED": "Mend the mail address of who is invited; the event follows.",
    "STRAY_EVENT": "Look at the calendar: book the lesson again if it is to take place, then delete the event there.",
    "BUSY_ON_BOOKING": "Move the lesson, or the other event on the calendar.",
}
ANSWERS: dict[str, str] = {
    "PUT_BACK": "put the event back",
    "MOVE_ALONG": "move the lesson there",
}
