"""What the screen of connections says, and its questions step by step: English."""

from __future__ import annotations

WORDS: dict[str, str | tuple[str, str]] = {
    "connections.title": "Connections",
    "connections.count": "{n} of {of} connected",
    "connections.off": "not connected",
    "connections.links": ("1 open link", "{n} open links"),
    "connections.ops": ("1 thing under way", "{n} things under way"),
    "connections.since": "since {when}",
    "connections.account": "account {account}",
    "connections.sells": "sells in {currencies}",
    "connections.invented": "invented: nothing of it leaves this machine",
    "connections.about.STRIPE": "Payment links on Stripe's own page. Make a restricted key for this desk alone, with "
    "the rights that the manual lists, at:",
    "connections.about.MERCADO_PAGO": "Payment links on Mercado Pago's own page (Checkout Pro). Make an application "
    "for this desk alone and copy its access token, at:",
    "connections.about.OTHER": "The provider of an invented desk: its customers do what you say, by deskbell demo "
    "customer.",
    "connections.key.connect": "connect",
    "connections.key.again": "new key",
    "connections.key.open": "open file",
    "connections.key.page": "its page",
    "connections.locked": "the file of keys is closed: {key} opens it",
    "connections.copied": "{page} is in the clipboard.",
    "connections.browsed": "{page} is open in your browser, and in the clipboard.",
    "connections.no_page": "That one has no page of keys.",
    "connections.file": "Your keys are in a file with a passphrase, and nothing is asked for until it is open: {key} "
    "shows it.",
    "connect.field.key": "Key",
    "connect.field.word": "Word",
    "connect.field.passphrase": "Passphrase",
    "connect.field.new": "Passphrase",
    "connect.field.again": "Once more",
    "connect.key.check": "check and connect",
    "connect.key.use": "check it and connect",
    "connect.key.vault": "keep it in a file",
    "connect.key.open": "open",
    "connect.step.STRIPE": "Paste a restricted key (rk_…) that may write checkout sessions, payment intents, charges "
    "and refunds, and read disputes and events. It is not shown. Keys are made at:",
    "connect.step.MERCADO_PAGO": "Paste the access token of an application made for this desk alone (TEST-… or "
    "APP_USR-…). It is not shown. Tokens are made at:",
    "connect.step.said": "{variable} says the key already: it is used as it is, and kept nowhere else.",
    "connect.step.LIVE": "This secret key can do everything that your account can, with real money; a restricted key "
    "would be safer. Type {word} to use it all the same.",
    "connect.step.OTHER": "This key opens another account of {name} than before: what came by the old one could not be "
    "followed any more. Type {word} where that is meant.",
    "connect.step.not_typed": "Type {word} in full, or go back.",
    "connect.step.new": "This computer has no keyring that could keep the key, so it goes into a file that a "
    "passphrase opens. Choose one of 8 characters or more; without it nobody can read the file, and you connect anew.",
    "connect.step.passphrase": "Keys are kept in a file with a passphrase. Type it, and this key is kept there too.",
    "connect.step.unlock": "Keys are kept in a file that is closed. Its passphrase opens it for as long as this "
    "program runs.",
    "connect.step.unlock.title": "Open the file of keys",
    "connect.step.differ": "The two are not the same; type them again.",
    "connect.opens": "Opening …",
    "connect.opened": "The file is open; what waited for its keys goes on within a minute.",
    "connect.on.KEY_EMPTY": "Paste the key first.",
    "connect.on.NOT_CHECKED": "{name} could not be asked ({why}), so nothing was kept; enter asks again.",
    "connect.on.KEYRING_LOCKED": "The system's keyring is locked. Unlock it and go back to try again, or keep the key "
    "in a file that a passphrase opens.",
    "connect.on.KEYRING_SILENT": "The system's keyring gives no answer. Look for its window and go back to try again, "
    "or keep the key in a file that a passphrase opens.",
    "connect.on.KEYRING_FAILED": "The system's keyring failed. Keep the key in a file that a passphrase opens, or go "
    "back.",
    "connect.on.PASSPHRASE_MISSING": "Type the passphrase first.",
    "connect.key.connect": "connect all the same",
    "connect.key.keep": "keep and connect",
    "connect.next.PAYMENTS": "From now on “link” asks for money by it; a worker does the rest: inside the desk's "
    "screen, or deskbell worker.",
    "connect.next.CALENDAR": "From now on lessons go on it once they are confirmed; a worker does that: inside the "
    "desk's screen, or deskbell worker.",
    "connect.mail.catch_up": (
        "1 lesson to come was booked before: deskbell outbox --catch-up confirms it by mail.",
        "{n} lessons to come were booked before: deskbell outbox --catch-up confirms them by mail.",
    ),
    "connect.next.MAIL": "From now on a plan says what is mailed and to whom; a worker sends it: inside the desk's "
    "screen, or deskbell worker.",
    "connect.done.CALENDAR": "{name} is connected: {account}",
    "connect.done.MAIL": "{name} is connected, as {account}",
    "connect.google.open": "Google's page is open in your browser; allow the desk there. This waits for {seconds} s. "
    "If it is not open, go to:",
    "connect.google.page": "Open this page in a browser, on whatever machine, and allow the desk there:",
    "connect.google.paste": "Then the browser ends at a page of 127.0.0.1, which may not be there. Paste its whole "
    "address (it is not shown):",
    "connect.google.less": "Rights were left out: {rights}. The desk goes without them.",
    "connect.mail.server": "Mail server (smtp.example.org, smtp.example.org:587):",
    "connect.mail.user": "User (nothing: none is needed):",
    "connect.mail.sender": "Sender (Studio Ruiz <desk@studio.example>):",
    "connect.mail.password": "Password of {user} (it is not shown):",
    "connections.about.GOOGLE": "Confirmed lessons on your Google Calendar, with a video link where they are online, "
    "and your busy time from it. Make an OAuth client for a desktop app, at:",
    "connections.about.MAIL": "Confirmations, links, receipts and reminders by your own mail server (SMTP, encrypted). "
    "Have its name, your user and a password for programs ready.",
    "connect.step.MAIL": "The server takes mail encrypted: alone or :465 is TLS, :587 is STARTTLS. Many providers want "
    "a password made for programs. It is not shown.",
    "connect.step.FILE": "Google wants an entry of your own: make an OAuth client for a desktop app, download its "
    "file, and name it here (AUTH_GOOGLE_ID and AUTH_GOOGLE_SECRET do as well). They are made at:",
    "connect.step.browser": "Google's page is open in your browser: allow the desk there, and this goes on by itself "
    "within {seconds} s. In case it is not open, its address is in the clipboard:",
    "connect.step.page": "Open this address, which is in the clipboard, in a browser on any machine and allow the desk "
    "there. On this one it goes on by itself within {seconds} s; else paste the address at which the browser ends.",
    "connect.step.again": "Paste the address at which the browser ended; the page above is a new one.",
    "connect.field.server": "Server",
    "connect.field.sender": "Sender",
    "connect.field.user": "User",
    "connect.field.password": "Password",
    "connect.field.file": "File",
    "connect.field.address": "Address",
    "connect.key.log_in": "log in and connect",
    "connect.key.came": "go on",
    "connect.hint.server": "smtp.example.org:587",
    "connect.hint.sender": "Studio Ruiz <desk@studio.example>",
    "connect.hint.user": "where it is not the sender's address",
    "connect.hint.file": "~/Downloads/client_secret.json",
    "connect.google.calendar": "Lessons go on the calendar “{calendar}”.",
    "connect.field.calendar": "Calendar",
    "connect.field.owner": "Owner",
    "connect.step.CALENDAR": "Connected: {account}. Lessons go on its own calendar (primary), or on another one of "
    "yours: its id stands in its settings, under “Integrate calendar”. The owner is whose calendar it is.",
    "connect.google.catch_up": (
        "1 lesson to come is not on it: deskbell calendar --catch-up puts it there.",
        "{n} lessons to come are not on it: deskbell calendar --catch-up puts them there.",
    ),
    "connections.about.INVENTED": "Of an invented desk: what is put there can be looked at, and nothing of it leaves "
    "this machine.",
    "calendars.title": "{name}: how it is used",
    "calendars.row.calendar": "Lessons go on",
    "calendars.row.owner": "Whose it is",
    "calendars.row.remind": "Reminder",
    "calendars.row.says": "An event says",
    "calendars.row.meet": "Online lessons",
    "calendars.row.tutor": "Lessons of",
    "calendars.row.busy": "Takes the time of",
    "calendars.more": "Calendars beside it",
    "calendars.more.none": "none: {key} adds a tutor's own, or one that offers classes",
    "calendars.primary": "the account's own calendar",
    "calendars.nobody": "nobody",
    "calendars.everybody": "everybody",
    "calendars.unsaid": "not said",
    "calendars.own": "lessons of {tutor}",
    "calendars.offers": "offers {service} with {tutor}",
    "calendars.seats": ("1 seat", "{n} seats"),
    "calendars.about.calendar": "Confirmed lessons stand there, each as one event; another chosen, they move.",
    "calendars.about.owner": "The mail address of the calendar's owner (ADMIN_EMAIL).",
    "calendars.about.remind": "How long before the start the calendar reminds its owner; rules remind customers.",
    "calendars.about.says": "Class and focus, or the booking's number alone; never a name or a note.",
    "calendars.about.meet": "Whether a meeting link is made for a lesson that has none of its own.",
    "calendars.about.tutor": "Whose lessons go there; a tutor with a calendar of their own is served in any case.",
    "calendars.about.busy": "Other events there leave this tutor no time for lessons.",
    "calendars.about.own": "That tutor's lessons go there, and its other events take their time.",
    "calendars.about.offers": "Its confirmed events are meetings of that class, which move and go with them.",
    "calendars.ask.tutor": "Whose calendar is it?",
    "calendars.ask.use": "What is it for?",
    "calendars.ask.calendar": "Which calendar?",
    "calendars.ask.lessons": "their lessons go there",
    "calendars.ask.class": "its events are meetings of {service}",
    "calendars.ask.away": "take it away",
    "calendars.ask.another": "another one: type its id",
    "calendars.hint.remind": "minutes before the start, or off",
    "calendars.hint.calendar": "the calendar's id, as its settings at Google say it",
    "calendars.hint.seats": "empty: as many as the class has",
    "calendars.key.new": "another calendar",
    "calendars.key.change": "change",
    "calendars.key.used": "how it is used",
    "edit.calendar": "Calendar",
    "edit.owner": "Mail address",
    "edit.remind": "Minutes",
    "edit.seats": "Seats",
}
