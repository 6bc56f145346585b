"""What went wrong and what to do next: English.

A text is `what is wrong; what to do.` and holds {facts}; of several the first whose facts are all there is said.
`Class.CODE` goes before `CODE` for an error of that class.
"""

from __future__ import annotations

ERRORS: dict[str, str | tuple[str, ...]] = {
    "?": "Something went wrong that has no words yet ({code}); report this code.",
    # --- where the desk is kept
    "HOME_UNKNOWN": "There is no home folder to keep files in; set DESKBELL_HOME to a folder.",
    "FOLDER_IS_A_FILE": "{where} is a file where a folder is needed; rename it or set DESKBELL_HOME to another place.",
    "FOLDER_CANNOT_BE_MADE": "The folder {where} cannot be made: {why}; give access or set DESKBELL_HOME elsewhere.",
    "FOLDER_OPEN_TO_OTHERS": "Others can look into {where} (mode {mode}); "
    "run chmod 700 on it or keep the desk elsewhere.",
    "DESK_UNREADABLE": "{where} cannot be read: {why}; check the path and who may read it.",
    "DESK_IS_A_FOLDER": "{where} is a folder; name a file in it, such as desk.sqlite3.",
    "DESK_ON_NETWORK_SHARE": "{where} lies on a network share ({filesystem}) whose locks cannot be trusted; "
    "keep the file on this machine, or use PostgreSQL for several desks.",
    "DESK_NOT_A_DATABASE": "{where} is not a database file; name another file.",
    "DESK_OPEN_TO_OTHERS": "Others can read {where} (mode {mode}); run chmod 600 on it and try again.",
    "DESK_CANNOT_BE_MADE": "{where} cannot be made: {why}; choose a folder that you may write to.",
    "DESK_NOT_MADE": "There is no desk at {where} yet; run deskbell init, or deskbell demo to look around.",
    "DESK_NOT_SET_UP": "This desk is not set up yet; run deskbell init, or just deskbell.",
    "DESK_NEWER": "This desk was made by a newer Deskbell (schema {found}, this one knows {known}); update Deskbell.",
    "DESK_OLDER": "This shared desk has an older schema ({found}) and is read-only; its owner runs deskbell migrate.",
    "DESK_GONE": "The file of the desk is gone from {where} and nothing changed; put it back and open the desk again.",
    "NOT_A_DESK": "{where} is a database, but not a desk; name another one or an empty one.",
    "UNKNOWN_DATABASE": "{scheme} is no kind of database that is known; use a file or postgresql://HOST/NAME.",
    "DRIVER_MISSING": "PostgreSQL needs the Python package {module}; install it with pip install 'deskbell[postgres]'.",
    "MIGRATION_FAILED": "The desk could not be brought from schema {found} to {known} and is as it was; "
    "report this ({state}) and go on with the older Deskbell.",
    "DESK_CANNOT_BE_COPIED": (
        "{where} could not be copied before its update, so nothing was changed; make room beside it and try again.",
        "The copy made before the update is not the same, so nothing was changed; check the disk and try again.",
    ),
    "DISK_FULL": "The disk is full and nothing was written; make room and try again.",
    "DESK_DAMAGED": "The desk's file is damaged ({state}); go back to the newest backup, deskbell where names them.",
    "DATABASE_FORBIDS": "The database does not let this program write ({state}); check its rights, then try again.",
    "DATABASE_UNREACHABLE": (
        "The database cannot be reached ({said}); check that it runs and the address, then try again.",
        "The database cannot be reached; check that it runs and the address, then try again.",
    ),
    "BUSY_TRY_AGAIN": "Somebody else is writing just now and nothing was changed; try again in a moment.",
    "COMMIT_UNKNOWN": "The line broke while saving; look whether it is there before you do it again.",
    "STORE_FAULT": (
        "The database refused what this program wrote ({state} {constraint}) and nothing was changed; report this.",
        "The database refused what this program wrote ({state}) and nothing was changed; report this.",
        "The database refused what this program wrote and nothing was changed; report this.",
    ),
    "NO_SUCH_ROW": "Something that this needs is not there any more ({kind}); refresh and try again.",
    "KEY_REUSED": "This key was used for another change ({change}); use a new key for a new change.",
    # --- settings and the command line
    "SETTINGS_UNREADABLE": "The settings in {where} cannot be read: {why}; mend the file or remove it.",
    "SETTINGS_NOT_TEXT": "{where}, line {line}, is not UTF-8 text; save the file as UTF-8.",
    "SETTINGS_SYNTAX": "{where}, line {line}: {why}; mend that line.",
    "SETTINGS_OPEN_TO_OTHERS": "Others can read {where} (mode {mode}) and a password stands in it; "
    "run chmod 600 on it.",
    "SETTING_UNKNOWN": (
        "{where}, line {line}: there is no setting {key}; did you mean {nearest}?",
        "{where}, line {line}: there is no setting {key}; remove the line.",
        "{where}: there is no setting {key}; remove it.",
    ),
    "KEY_TAKEN": "{where}, line {line}: {key} is the key of {action} already; choose another.",
    "SETTING_WRONG_TYPE": (
        "{where}, line {line}: {key} is {found} where {wanted} is needed; write {wanted}.",
        "{variable} holds {found} where {wanted} is needed; write {wanted}.",
        "{where}: {key} is {found} where {wanted} is needed; write {wanted}.",
        "{key} is {found} where {wanted} is needed; write {wanted}.",
    ),
    "SETTING_WRONG_CHOICE": (
        "{where}, line {line}: {key} cannot be “{found}”; write one of {choices}.",
        "{variable} cannot be “{found}”; write one of {choices}.",
        "{key} cannot be “{found}”; write one of {choices}.",
    ),
    "SETTING_NO_PAGE": (
        "{where}, line {line}: {key} is “{found}”, which is no https address; write it as https://studio.example/thanks.",
        "{variable} is “{found}”, which is no https address; write it as https://studio.example/thanks.",
        "{key} is “{found}”, which is no https address; write it as https://studio.example/thanks.",
    ),
    "DATABASE_UNKNOWN_KIND": (
        "{where}, line {line}: “{found}” is no kind of database that is known; use one of {choices}.",
        "{variable}: “{found}” is no kind of database that is known; use one of {choices}.",
        "“{found}” is no kind of database that is known; use one of {choices}.",
    ),
    "PASSWORD_ON_COMMAND_LINE": "A password on the command line can be read by others ({database}); "
    "put it into DESKBELL_DATABASE, PGPASSFILE or the settings file.",
    "NOW": "DESKBELL_NOW cannot be “{now}”; write 2026-03-04T10:00+01:00 or seconds since 1970.",
    "DAYS": "{days} days cannot be shown at once; ask for 1 to {most}.",
    "LIMIT": "{limit} rows cannot be shown at once; ask for 1 to {most}.",
    "TUTOR_MISSING": "Whose it is, is missing; add --tutor with one of these: {candidates}.",
    "NO_TUTOR_OF_NAME": (
        "There is no tutor “{text}”; these are there: {candidates}.",
        "There is no tutor “{text}”; name another one.",
    ),
    "Ambiguous.NO_TUTOR_OF_NAME": "Several tutors are called “{text}”; write more of the name: {candidates}.",
    "NO_SERVICE_OF_NAME": (
        "There is no service “{text}”; these are there: {candidates}.",
        "There is no service “{text}”; name another one.",
    ),
    "Ambiguous.NO_SERVICE_OF_NAME": "Several services are called “{text}”; write more of the name: {candidates}.",
    "USAGE": (
        "{missing} is missing; see deskbell {command} --help.",
        "{missing} is missing; see deskbell --help.",
        "{option} needs a whole number, not “{number}”; see deskbell {command} --help.",
        "{option} cannot be “{choice}”; choose {choices}, see deskbell {command} --help.",
        "There is no {unknown} here; see deskbell {command} --help.",
        "There is no {unknown} here; see deskbell --help.",
        "This cannot be understood: {said}; see deskbell {command} --help.",
        "This cannot be understood: {said}; see deskbell --help.",
    ),
    "COMMAND_UNKNOWN": (
        "There is no command “{text}”; did you mean {suggestions}?",
        "There is no command “{text}”; see deskbell --help.",
    ),
    "NO_TERMINAL": "The screen needs a terminal; run deskbell in one, or use a command such as deskbell agenda.",
    "NOT_A_DEMO": "{where} is no demo desk and stays as it is; name another file.",
    "DEMO_NEEDS_A_FILE": "The demo never leaves this machine; leave --database out, or name a file.",
    "FILE_UNREADABLE": "{where} cannot be read: {why}; check the path and who may read it.",
    "FILE_BREAKS_OFF": "{where} breaks off before its end, so what is missing would look free; export it again.",
    "WEEKDAY_UNKNOWN": "“{text}” is no day of the week; write one such as Monday.",
    "METHOD_UNKNOWN": "“{text}” is no way to pay here; write cash, card or transfer.",
    "NEEDS_YES": "Nobody confirmed this plan and nothing was changed; add --yes, or --commit {digest}.",
    # --- setting up
    "ALREADY_SET_UP": (
        "The desk {desk} is set up already; open it with deskbell, or name another database.",
        "This desk is set up already; open it with deskbell, or name another database.",
    ),
    "NAME_EMPTY": "The name is empty; write a name.",
    "NO_TUTOR": "Nobody teaches here yet; name a tutor.",
    "NO_SERVICE": "There is nothing to book yet; add a service, such as 'Piano 60 25.00'.",
    "UNKNOWN_ZONE": "There is no time zone “{zone}”; write one such as Europe/Madrid.",
    "ZONE_MISSING": "The time zone is missing; write one such as Europe/Madrid.",
    "ZONE_UNKNOWN": (
        "There is no time zone “{text}”; did you mean {suggestions}?",
        "There is no time zone “{text}”; write one such as Europe/Madrid.",
    ),
    "LANGUAGE_UNKNOWN": "“{text}” is no language that is spoken here; write en, es or pt.",
    "UNKNOWN_CURRENCY": "There is no currency “{currency}”; write its three letters, such as EUR.",
    "MIXED_CURRENCIES": "{one} and {other} cannot be added up; use one currency.",
    "HOURS": "{weekday} {start}–{end} is no working time; let the end come after the start, on one day.",
    "HOURS_MISSING": "The hours are missing; write them such as Mon-Fri 9-18.",
    "HOURS_UNKNOWN": (
        "“{part}” is not understood in the hours; write them such as Mon-Fri 9-13, 15-19; Sat 10-14.",
        "“{text}” is not understood as hours; write them such as Mon-Fri 9-13, 15-19; Sat 10-14.",
    ),
    "HOURS_END_BEFORE_START": "{part} ends before it begins; write the start first, such as 9-18.",
    "HOURS_OVERLAP": "The hours of {weekday} overlap; write each time once.",
    "SERVICE_MISSING": "The service is missing; write its name, minutes and price: Piano 60 25.00.",
    "SERVICE_UNKNOWN_FORM": "“{text}” is not understood; write name, minutes and price: Piano 60 25.00.",
    "SERVICE_AMBIGUOUS_FORM": '“{text}” can be read in two ways; put the name in quotes: "Piano 4" 60 25.00.',
    "SERVICE_NAME_TOO_LONG": "The name of the service is too long; use at most {longest} characters.",
    "LENGTH": "A lesson cannot last {minutes}; choose from 5 minutes to a day.",
    "CAPACITY": "{capacity} seats do not fit this kind of service; a lesson has 1, a class at least 1.",
    "POLICY_TIERS": "“{tiers}” is no refund policy; write falling hours with percents, ending at 0: 48:100 24:50 0:0.",
    # --- who, what, when
    "NO_BOOKING": (
        "There is no booking {booking}; look it up with deskbell bookings or /.",
        "There is no such booking; look it up with deskbell bookings or /.",
    ),
    "NO_SUCH_BOOKING": (
        "There is no booking {which}; look it up with deskbell bookings or /.",
        "There is no such booking any more; refresh and look it up again.",
    ),
    "NO_SUCH_ORDER": (
        "There is no order {which}; open the booking again.",
        "There is no such order; open the booking again.",
    ),
    "NO_SUCH_PERSON": (
        "There is no person {which}; find them by name or telephone.",
        "There is no such person any more; find them by name or telephone.",
    ),
    "NO_SUCH_SERVICE": (
        "There is no service {which}; choose one of the list.",
        "There is no such service any more; choose one of the list.",
    ),
    "NO_SUCH_TUTOR": (
        "There is no tutor {which}; choose one of the list.",
        "There is no such tutor any more; choose one of the list.",
    ),
    "NO_SUCH_SLOT": (
        "There is no lesson {which} any more; refresh and choose another one.",
        "There is no such lesson any more; refresh and choose another one.",
    ),
    "NO_PERSON": "Nobody is called “{text}”; write the name in another way, or + in front of it for somebody new.",
    "NOBODY_YET": "Nobody is named yet; begin with a name, + a new name, or - for a walk-in.",
    "PERSON_AND_WALK_IN": "“{text}” is a name, but this is a walk-in; leave out one of them.",
    "SEVERAL_PEOPLE": (
        "Several people are called “{text}”: {candidates}; write more of the name, or the number.",
        "Several people are called “{text}”; write more of the name, or the number.",
    ),
    "NO_SERVICE_YET": (
        "The service is missing; name one: {candidates}.",
        "The service is missing; name one.",
    ),
    "SERVICE_AMBIGUOUS": "“{text}” can be several services: {candidates}; write more of its name, or its minutes.",
    "SERVICE_UNKNOWN": "There is no service “{text}”; write one as the list calls it.",
    "TUTOR_AMBIGUOUS": "“{text}” can be several tutors: {candidates}; write more letters.",
    "TUTOR_UNKNOWN": "There is no tutor “{text}”; write one as the list calls them.",
    "NO_TIME": "The time is missing; say when, such as 15:30.",
    "NO_TIME_YET": "The time is missing; say when, such as 15:30.",
    "NO_CLASS_THEN": (
        "{service} does not meet at {start}; choose one of its times.",
        "{service} does not meet then; choose one of its times.",
    ),
    "SEVERAL_CLASSES": "{service} meets several times: {candidates}; say which.",
    "NOT_A_CLASS": "{service} is a lesson for one; book it for a person, or choose a class.",
    "LINE_TOO_LONG": "The line is too long; use at most {longest} characters.",
    "LINE_TWICE": "“{text}” says the {what} a second time; leave one of them out.",
    "NUMBER_UNCLEAR": "“{text}” may be a time, minutes or money; write 15:30, 60m or cash 30.",
    "AMOUNT_WITHOUT_CASH": "“{text}” looks like money; write cash in front of it if it was handed over.",
    "DAY_MISSING": "The day is missing; write one such as today, fri or 4 march.",
    "DAY_UNKNOWN": "“{text}” is no day that is understood; write one such as today, fri, 4 march or +3.",
    "DAY_IMPOSSIBLE": "“{text}” is in no calendar; check day and month.",
    "DAY_OUT_OF_RANGE": "“{text}” is too far away; choose a day from {first} to {last}.",
    "DAY_MISMATCH": "“{text}” does not fit together: {day} is not a {weekday}; leave out the weekday or mend the date.",
    "TIME_MISSING": "The time is missing; write one such as 15:30.",
    "TIME_UNKNOWN": "“{text}” is no time; write one such as 15:30 or 3pm.",
    "MINUTES_MISSING": "The length is missing; write minutes, such as 60.",
    "MINUTES_UNKNOWN": "“{text}” is no length; write minutes, such as 60 or 1h30.",
    "MINUTES_OUT_OF_RANGE": "“{text}” is no possible length; choose from 1 to {longest} minutes.",
    "END_BEFORE_START": (
        "“{text}” ends before it begins; write the start first.",
        "The event {uid} ends before it begins; mend it in its calendar.",
        "That ends before it begins; write the start first.",
    ),
    # --- booking
    "TAKEN": (
        "{start} is not free: {reasons}; choose another time.",
        "That time is not free: {reasons}; choose another time.",
        "That time is not free; choose another time.",
    ),
    "PAST": (
        "{start} is in the past; choose a time to come, or book it at the desk.",
        "That time is in the past; choose a time to come, or book it at the desk.",
    ),
    "RANGE_CONFLICT": "Somebody has just taken that time (the same {what}); choose another time.",
    "SLOT_FULL": (
        "The class of {start} is full ({taken} of {capacity}); choose another one.",
        "The class is full; choose another one.",
    ),
    "SLOT_CLOSED": "That lesson is closed or cancelled; choose another one.",
    "ALREADY_BOOKED": (
        "This person has a seat there already, booking {booking}; open that one.",
        "This person has a seat there already; open that booking.",
    ),
    "STUDENT_OVERLAP": "This person has another lesson then: booking {booking}, {span}; "
    "choose another time or move that one.",
    "PRICE_CHANGED": "The price is {now}, not {told}; tell the customer and book again.",
    "NOT_YOURS": (
        "This cannot be done as {role}: {verb}; ask the desk.",
        "This cannot be done in this role; ask the desk.",
    ),
    "ILLEGAL_MOVE": (
        "“{verb}” is not possible while the booking is {state}; refresh and see what is.",
        "“{verb}” is not possible for this booking; refresh and see what is.",
    ),
    "ILLEGAL_SLOT_MOVE": (
        "“{verb}” is not possible while the lesson is {state}; refresh and see what is.",
        "“{verb}” is not possible for this lesson; refresh and see what is.",
    ),
    "ILLEGAL_PAYMENT_MOVE": (
        "This payment is {state}, so that is not possible; refresh and see what is.",
        "That is not possible for this payment; refresh and see what is.",
    ),
    "ILLEGAL_REFUND_MOVE": (
        "This refund is {state}, so that is not possible; refresh and see what is.",
        "That is not possible for this refund; refresh and see what is.",
    ),
    "STARTED": "The lesson began at {start}; ask the desk to do it.",
    "NOT_YET": "That is possible from {at} on; wait until then.",
    "SAME_TIME": "The booking is at {start} already; choose another time.",
    "PERCENT": "{percent} is no share of the price; choose from 0 to 100.",
    "VERB": "“{verb}” is no way to close a lesson; use complete, no-show or reopen.",
    # --- money
    "AMOUNT": "{amount} cannot be taken; write an amount above nought.",
    "AMOUNT_MISSING": "The amount is missing; write one such as 25.00.",
    "AMOUNT_UNCLEAR": "“{text}” is no amount; write one such as 25.00.",
    "AMOUNT_AMBIGUOUS": "“{text}” can be {low} or {high}; write the decimals.",
    "AMOUNT_TOO_FINE": (
        "“{text}” has too many decimals; {currency} has {places}.",
        "“{text}” has decimals and {currency} has none; write a whole amount.",
    ),
    "AMOUNT_NEGATIVE": "“{text}” is below nought; write an amount above it.",
    "AMOUNT_TOO_LARGE": (
        "{amount} is more than any desk takes at once; check the figures.",
        "“{text}” is more than any desk takes at once; check the figures.",
    ),
    "AMOUNT_OTHER_CURRENCY": "“{text}” is in {other}, but the desk keeps {currency}; write it in {currency}.",
    "TOO_LITTLE": "{tendered} is less than {due}; take more, or only a part of it.",
    "TOO_MUCH": "Only {due} is open, not {amount}; take what is open.",
    "CHANGE_ONLY_FOR_CASH": "Only cash gives change, and {tendered} is more than {due}; take {due}.",
    "NOTHING_DUE": "Nothing is due; there is no need to take money.",
    "REASON_MISSING": "This needs a reason; write why.",
    "SAME_PRICE": "The price is {amount} already; write another one or leave it.",
    "BOOKING_CLOSED": "The booking is {state} and its price stays; change one that is still open.",
    "ALREADY_EARNED": "Booking {booking} was given and its price is earned; reopen it first.",
    "NO_REFUND": "There is no such refund; open the booking and see what waits.",
    "REFUND_EXISTS": "{refunded} of this payment went back or is promised already; settle that refund first.",
    "REFUND_TOO_MUCH": "{refunded} cannot go back out of {captured}; refresh and plan again.",
    # --- notes and fields
    "NOTE_EMPTY": "The note is empty; write something or leave it.",
    "NOTE_KIND": "There is no note “{kind}” that “{visibility}” may read; choose another kind or reader.",
    "NOTHING_CHANGED": "Nothing is different; change a field or go back.",
    "WALK_IN": "A walk-in has no {field} to change; book a person to keep one.",
    "FIELD": "There is no field “{field}”; choose focus, join_url, name, mail or phone.",
    "URL": "“{url}” is no link that can be joined; write one that begins with https://.",
    "MAIL": "“{mail}” is no mail address; write one such as ana@example.org.",
    # --- plans and undo
    "PLAN_CHANGED": "Something changed since the plan was shown and nothing was done; "
    "look at the new plan and confirm it.",
    "OVERTAKEN": "Somebody changed this in the meantime and nothing was done; refresh and plan again.",
    "NOTHING_TO_UNDO": "There is nothing to take back; the timeline of a booking shows what was done.",
    "NO_SUCH_CHANGE": (
        "There is no change {which}; see the numbers on the timeline.",
        "There is no such change; see the numbers on the timeline.",
    ),
    "ALREADY_UNDONE": (
        "Change {change} was taken back already; there is nothing more to undo in it.",
        "This was taken back already; there is nothing more to undo in it.",
    ),
    "UNDO_NEVER": (
        "“{verb}” cannot be taken back; make the opposite change.",
        "This cannot be taken back; make the opposite change.",
    ),
    "UNDO_OVERTAKEN": "Somebody changed this since “{verb}”, so it cannot simply be taken back; "
    "change it as it is now.",
    "UNDO_TAKEN": (
        "The old time is not free any more: {reasons}; choose another time instead.",
        "The old time is not free any more; choose another time instead.",
    ),
    "UNDO_FULL": "The seat was taken meanwhile; choose another class instead.",
    "UNDO_SEALED": "The money moved at {at}, on another day, and stays in that day; pay back or take it anew today.",
    # --- calendar files
    "CalendarRefused.NOT_A_CALENDAR": "This is no calendar file; export one that ends in .ics.",
    "CalendarRefused.BAD_ENCODING": "The file says it is {encoding}, but it is not; export it again as UTF-8.",
    "CalendarRefused.NUL_BYTES": "Line {line} holds bytes that no text has; export the calendar again.",
    "CalendarRefused.TOO_LARGE": "The file is larger than {limit}; export fewer years.",
    "CalendarRefused.TOO_MANY_LINES": "The file has more than {limit} lines; export fewer years.",
    "CalendarRefused.TOO_MANY_EVENTS": "The file holds more than {limit} events; export fewer years.",
    "CalendarRefused.TOO_MANY_OCCURRENCES": "The events come to more than {limit} times; export fewer years.",
    "CalendarRefused.LINE_TOO_LONG": "Line {line} is too long for a calendar; export it again.",
    "CalendarRefused.TOO_DEEP": "Line {line} opens too many things within each other; export the calendar again.",
    "CalendarRefused.RULE_BOMB": (
        "The event “{title}” (line {line}) repeats without measure; mend or remove it in its calendar.",
        "The event of line {line} repeats without measure; mend or remove it in its calendar.",
    ),
}
