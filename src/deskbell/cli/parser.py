"""The command line as a table: every command, its words, and where it is carried out."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from deskbell.domain.errors import WrongInput
from deskbell.words.language import LANGUAGES

Option = tuple[tuple[str, ...], dict[str, object]]


def opt(*names: str, **keywords: object) -> Option:
    return names, keywords


@dataclass(frozen=True, slots=True)
class Cmd:
    """A command: its name, its handler (module:function), one sentence, an example, its arguments.

    `changes` adds --plan, --yes, --commit and --key.
    """

    name: str
    handler: str
    help: str
    example: str
    options: tuple[Option, ...] = ()
    changes: bool = False


_BOOKING = opt("booking", type=int, metavar="BOOKING", help="the booking's number")
_TUTOR = opt("--tutor", metavar="NAME", help="only this tutor")

COMMANDS = (
    Cmd("demo", "demonstrating:demo", "open an invented studio that never leaves this machine", "deskbell demo", (
        opt("act", nargs="*", metavar="customer VERB BOOKING",
            help="what a customer does at the link: pays, declines, waits, pays-twice, disputes, …"),
        opt("--seed", type=int, default=7, help="another seed invents other people"),
        opt("--date", metavar="DAY", help="the day it plays on; today where left out"),
        opt("--reset", action="store_true", help="invent it anew"),
        opt("--build", action="store_true", help="only make it, do not open it"),
    )),
    Cmd("init", "opening:init", "set the desk up: its name, zone, currency, tutor, service and hours",
        "deskbell init --desk 'Estudio Río' --zone Europe/Madrid --currency EUR --tutor 'Ana Ruiz' "
        "--service 'Piano 60 25.00' --hours 'Mon-Fri 9-18'", (
        opt("--desk", metavar="NAME"), opt("--zone", metavar="ZONE"), opt("--currency", metavar="CODE"),
        opt("--tutor", action="append", metavar="NAME", help="may be said several times"),
        opt("--service", action="append", metavar="'NAME MINUTES PRICE'", help="may be said several times"),
        opt("--approval", choices=("none", "approval-first", "pay-first"), default="none",
            help="how bookings are taken: at once, approved first, or authorised by card and then approved"),
        opt("--hours", metavar="'DAYS FROM-TO'", help="when the tutors work"),
        opt("--first-weekday", metavar="DAY", help="the day on which a week begins"),
    )),
    Cmd("agenda", "looking:agenda", "the lessons of a day, a week or a month", "deskbell agenda fri --days 3", (
        opt("day", nargs="*", metavar="DAY", help="today where left out"),
        opt("--days", type=int, default=7, help="how many, 7 where left out"), _TUTOR,
    )),
    Cmd("free", "freely:free", "free times of a service, and why a time is not free", "deskbell free piano thu", (
        opt("what", nargs="*", metavar="SERVICE DAY [TIME]", help="a time asks why (not) then"),
        opt("--days", type=int, default=14), opt("--limit", type=int, default=12), _TUTOR,
        opt("--minutes", type=int, help="another length than the service's own"),
    )),
    Cmd("bookings", "people:bookings", "the bookings of a person, the next ones first", "deskbell bookings ana", (
        opt("who", nargs="*", metavar="PERSON", help="a name, an end of a telephone number, or #number"),
        opt("--limit", type=int, default=20),
    )),
    Cmd("show", "detail:show", "everything about one booking", "deskbell show 412", (_BOOKING,)),
    Cmd("book", "changing:book", "book in one line: person, service, day and time, minutes, how it is paid",
        "deskbell book ana piano fri 15:30 60 cash", (
        opt("line", nargs="+", metavar="WORDS"),
        opt("--price", metavar="AMOUNT", help="refuse where the price is another"),
        opt("--focus", default="", help="what the lesson is about"),
        opt("--request", action="store_true", help="as a request, which somebody approves or turns down"),
        opt("--approved", action="store_true", help="approved by being booked, whatever the service asks"),
    ), changes=True),
    Cmd("approve", "changing:approve", "approve a request: what is authorised is taken, else what is due is asked for "
        "by a link", "deskbell approve 412", (
        _BOOKING,
        opt("--by", metavar="METHOD", help="stripe or mercadopago; the first that is connected where left out"),
        opt("--later", action="store_true", help="ask for no money now"),
    ), changes=True),
    Cmd("reject", "changing:reject", "turn a request down; what was paid or authorised goes back",
        "deskbell reject 412 fully booked that week", (
        _BOOKING, opt("why", nargs="*", metavar="WHY", help="why, in words; only the desk reads it"),
    ), changes=True),
    Cmd("service", "offering:service", "what the desk offers, and how bookings of it are taken",
        "deskbell service piano --approval approval-first", (
        opt("name", nargs="*", metavar="SERVICE", help="its name or number; all of them where left out"),
        opt("--approval", choices=("none", "approval-first", "pay-first"),
            help="at once; a request that is approved and then paid; or authorised by card, taken when approved"),
    ), changes=True),
    Cmd("move", "changing:move", "move a booking to another day and time", "deskbell move 412 thu 16:00", (
        _BOOKING, opt("when", nargs="*", metavar="DAY TIME", help="left out: the next free times are listed"), _TUTOR,
    ), changes=True),
    Cmd("cancel", "changing:cancel", "cancel a booking; what goes back is shown first",
        "deskbell cancel 412 --by customer --why unwell", (
        _BOOKING,
        opt("--by", choices=("customer", "tutor", "studio"), default="customer", help="who wants it"),
        opt("--why", choices=("unwell", "no-time", "tutor-away", "mistake", "other"), default="other"),
        opt("--text", default="", help="why, in words"),
        opt("--refund", type=int, metavar="PERCENT", help="another share than the policy's"),
    ), changes=True),
    Cmd("complete", "changing:complete", "say that a lesson was given, or that nobody came", "deskbell complete 412", (
        _BOOKING, opt("--absent", action="store_true", help="nobody came"),
        opt("--reopen", action="store_true", help="it was closed by mistake"),
    ), changes=True),
    Cmd("note", "changing:note", "add a note to a booking", "deskbell note 412 practised the scales", (
        _BOOKING, opt("text", nargs="+"),
        opt("--visible", choices=("internal", "tutor", "customer"), default="internal", help="for whom it is"),
    ), changes=True),
    Cmd("edit", "changing:edit", "change plain fields: focus, join link, and the person's name, mail and telephone",
        "deskbell edit 412 --focus 'left hand'", (
        _BOOKING, *(opt(f"--{name}", metavar="WORDS") for name in ("focus", "join-url", "name", "mail", "phone")),
    ), changes=True),
    Cmd("price", "changing:price", "another price for a booking, with its reason", "deskbell price 412 20 sibling", (
        _BOOKING, opt("amount", metavar="AMOUNT"), opt("why", nargs="+", metavar="REASON"),
    ), changes=True),
    Cmd("pay", "changing:pay", "take money for a booking, or ask for it by a link", "deskbell pay 412 cash 30", (
        _BOOKING, opt("method", metavar="METHOD", help="cash, card, transfer, link, or a provider by its name"),
        opt("tendered", nargs="?", metavar="HANDED", help="the cash that was handed over"),
        opt("--amount", metavar="AMOUNT", help="a part of what is due"),
        opt("--authorise", action="store_true", help="by a link that holds the money until the lesson, or capture"),
    ), changes=True),
    Cmd("capture", "changing:capture", "take what a customer authorised, sooner than the lesson does",
        "deskbell capture 412", (
        _BOOKING, opt("--amount", metavar="AMOUNT", help="a part of it; the rest is released"),
    ), changes=True),
    Cmd("void", "changing:void", "give up what a customer authorised", "deskbell void 412", (_BOOKING,), changes=True),
    Cmd("refund", "changing:refund", "say that a refund was made by hand", "deskbell refund 412", (
        _BOOKING,
    ), changes=True),
    Cmd("attention", "attending:attention", "what needs a person: a payment gone wrong, money without a seat",
        "deskbell attention"),
    Cmd("answer", "attending:answer", "answer what needs a person", "deskbell answer 3fa0c1 give-back", (
        opt("task", metavar="TASK", help="as deskbell attention names it"),
        opt("answer", metavar="ANSWER", help="accept, approve, reject, give-back, retry, by-hand, release, "
            "cancel-booking, keep, seen, new-link or drop, as the task allows"),
        opt("--text", default="", help="why, in words; dropping wants it"),
    ), changes=True),
    Cmd("rules", "mailing:rules", "who is told what and when: the rules by their numbers, and one of them changed",
        "deskbell rules --off 12", (
        opt("--on", type=int, metavar="NO"), opt("--off", type=int, metavar="NO"),
        opt("--set", type=int, metavar="NO", help="change it: with --at and --quiet"),
        opt("--new", choices=("reminder", "follow-up"), help="one more: with --at, --whom and --quiet"),
        opt("--remove", type=int, metavar="NO", help="one that was made here"),
        opt("--at", metavar="LENGTH", help="how far from the lesson: 24h, 90m, 2d"),
        opt("--whom", choices=("customer", "tutor", "desk")),
        opt("--quiet", metavar="FROM-UNTIL", help="hours in which nobody is told, as 21:00-08:00; empty for none"),
    ), changes=True),
    Cmd("outbox", "mailing:outbox", "what mail waits and went; what goes out by the clock within a day",
        "deskbell outbox --next", (
        opt("--next", action="store_true", help="what goes out in the next 24 hours, to whom"),
        opt("--show", type=int, metavar="NO", help="read that mail"),
        opt("--again", type=int, metavar="NO", help="send that mail once more"),
        opt("--drop", type=int, metavar="NO", help="do not send that mail"),
        opt("--catch-up", action="store_true", help="confirm the lessons to come that were booked before mail was"),
        opt("--limit", type=int, default=50, help="how many, 50 where left out"),
    ), changes=True),
    Cmd("erase", "erasing:erase", "blank a person's words for good; money stays, under a number",
        "deskbell erase leo lee --plan", (opt("who", nargs="+", metavar="PERSON"),), changes=True),
    Cmd("person", "mailing:person", "how somebody is mailed: address, language and time zone, of a tutor too",
        "deskbell person ana perez --mail ana@example.org --speaks es", (
        opt("who", nargs="+", metavar="PERSON"), opt("--tutor", action="store_true", help="a tutor is meant"),
        opt("--mail", metavar="ADDRESS"), opt("--phone", metavar="NUMBER"),
        opt("--speaks", metavar="en|es|pt", help="the language of their mails; empty for the desk's"),
        opt("--zone", metavar="ZONE", help="where they live; empty for the desk's"),
    ), changes=True),
    Cmd("mail", "mailing:mail", "send a test to an address of yours", "deskbell mail test ana@example.org", (
        opt("what", choices=("test",)), opt("address", nargs="?", metavar="ADDRESS"),
    )),
    Cmd("undo", "changing:undo", "take back the last change, or the one named", "deskbell undo", (
        opt("change", nargs="?", type=int, metavar="CHANGE"),
    ), changes=True),
    Cmd("import", "importing:importing", "a calendar file becomes busy time of a tutor",
        "deskbell import mine.ics --tutor ana", (
        opt("file", metavar="FILE.ics", help="- reads standard input"), opt("--tutor", metavar="NAME"),
        opt("--calendar", metavar="NAME", help="the file's own name where left out"),
        opt("--dry-run", action="store_true", help="say what would change, change nothing"),
    ), changes=True),
    Cmd("worker", "working:worker", "make, close and look at payment links, give money back, end holds, until it is "
        "told to end", "deskbell worker --once", (
        opt("--once", action="store_true", help="one whole pass, then end"),
        opt("--unit", action="store_true", help="print a systemd unit of yours that runs it"),
        opt("--pause", metavar="CONNECTION", help="send nothing by that connection"),
        opt("--resume", metavar="CONNECTION", help="go on with it"),
        opt("--restored", action="store_true",
            help="the desk came from a backup: look at the provider before anything is sent"),
    )),
    Cmd("connect", "connecting:connect", "be paid through stripe or mercadopago, put lessons on google, send mail: its "
        "key is asked for unseen, checked by a harmless call, and kept", "deskbell connect stripe", (
        opt("name", metavar="stripe|mercadopago|google|mail"),
        opt("key", nargs="*", help=argparse.SUPPRESS),
        opt("--key-file", metavar="FILE", help="a file with the key or password in it; - reads standard input"),
        opt("--live-secret-key", action="store_true", help="use a live key that can do everything, all the same"),
        opt("--other-account", action="store_true", help="another account than before is meant"),
        opt("--vault", action="store_true", help="keep it in a file with a passphrase, not in the keyring"),
        opt("--unchecked", action="store_true", help="keep it though nobody could be asked whether it is accepted"),
        opt("--client", metavar="FILE", help="google: the file of an OAuth client for a desktop app"),
        opt("--paste", nargs="?", const="ask", metavar="-",
            help="google: no browser here; the address at which another one ended is asked for, or read (-)"),
        opt("--choose", action="store_true", help="google: the list of your calendars too (calendar --list)"),
        opt("--calendar", metavar="ID", help="google: the calendar that lessons go on (CALENDAR_ID)"),
        opt("--owner", metavar="MAIL", help="google: whose calendar it is (ADMIN_EMAIL)"),
        opt("--server", metavar="HOST:PORT", help="mail: smtp.example.org (TLS), smtp.example.org:587 (STARTTLS)"),
        opt("--user", metavar="NAME", help="mail: who logs in; the sender's address where left out"),
        opt("--from", dest="sender", metavar="SENDER", help="mail: 'Studio Ruiz <desk@studio.example>'"),
    )),
    Cmd("disconnect", "connecting:disconnect", "ask nothing of a connection any more and forget its key; what stays "
        "open is shown first", "deskbell disconnect stripe", (opt("name", metavar="stripe|mercadopago|google|mail"),),
        changes=True),
    Cmd("connections", "connecting:connections", "what is connected, test or live, and how it stands",
        "deskbell connections"),
    Cmd("calendar", "on_calendar:calendar", "which calendar lessons go on, and what stands there; what is already "
        "there follows", "deskbell calendar --use Lessons --remind 30", (
        opt("--use", metavar="CALENDAR", help="the calendar on which lessons go, by its name or id"),
        opt("--remind", metavar="MINUTES|off", help="how long before the start its owner is reminded"),
        opt("--says", choices=("full", "code"), help="class and focus, or the booking's number alone"),
        opt("--meet", choices=("yes", "no"), help="whether online lessons get a meeting link"),
        opt("--owner", metavar="MAIL", help="whose calendar it is"),
        opt("--tutor", metavar="NAME|all", help="whose lessons go there"),
        opt("--busy", metavar="NAME|none", help="whose time its other events take"),
        opt("--for", dest="whose", metavar="NAME", help="with --use: a calendar of that tutor's own, or none"),
        opt("--offers", metavar="CLASS", help="with --for and --use: its confirmed events are meetings of that class"),
        opt("--seats", type=int, metavar="N", help="of each of them, where not as many as the class has"),
        opt("--catch-up", action="store_true", help="put the lessons to come there that are not"),
        opt("--list", action="store_true", help="the calendars that the account can reach"),
    ), changes=True),
    Cmd("till", "tilling:till", "the drawer and the day: open, in, out, count, seal, reopen; alone it says how they "
        "stand", "deskbell till open 100.00", (
        opt("action", nargs="?", metavar="ACTION", help="open, in, out, count, seal or reopen"),
        opt("words", nargs="*", metavar="WORDS", help="the amount, the day, the reason"),
    ), changes=True),
    Cmd("report", "reporting:report", "what was taken, given back and earned, and who still owes",
        "deskbell report --by payment --from 1/3", (
        opt("--by", choices=("service", "payment", "tutor", "method"), default="payment",
            help="date of the lesson or of the payment, by tutor or by method"),
        opt("--from", dest="since", metavar="DAY", help="the month's first where left out"),
        opt("--to", dest="until", metavar="DAY", help="today where left out"),
        opt("--per", choices=("day", "week", "month"), help="a line for each"),
        opt("--open", action="store_true", help="who still owes, the oldest first"),
    )),
    Cmd("invoice", "invoicing:invoice", "put an order or a month on paper, correct an invoice, show one",
        "deskbell invoice --month 2026-03", (
        opt("order", nargs="?", type=int, metavar="ORDER", help="the order's number"),
        opt("--month", metavar="YEAR-MONTH", help="an invoice for each family, with all lessons of that month"),
        opt("--payer", metavar="PERSON", help="only this payer's month"),
        opt("--address", default="", metavar="WORDS", help="printed below the payer's name"),
        opt("--correct", metavar="NO", help="a credit note: for what was credited since, else for all of it"),
        opt("--show", metavar="NO", help="an invoice by its number, a credit note as C3, a receipt as R12"),
    ), changes=True),
    Cmd("documents", "invoicing:documents", "the invoices and credit notes, the latest first", "deskbell documents", (
        opt("--receipts", action="store_true", help="receipts too"),
        opt("--limit", type=int, default=50),
    )),
    Cmd("export", "exporting:export", "the ledger, the payments, the lessons or somebody's calendar as a file",
        "deskbell export ledger --format hledger --out desk.journal", (
        opt("what", choices=("ledger", "payments", "lessons", "calendar")),
        opt("--format", choices=("hledger", "csv", "ics"), help="a journal (the ledger), rows for a sheet, a calendar"),
        opt("--tutor", metavar="NAME", help="whose calendar: a tutor's"),
        opt("--person", metavar="NAME", help="whose calendar: a student's, or a guardian's with all their children"),
        opt("--names", action="store_true", help="with the students' names in the calendar"),
        opt("--from", dest="since", metavar="DAY", help="from the beginning where left out"),
        opt("--to", dest="until", metavar="DAY", help="to the end where left out"),
        opt("--out", metavar="FILE", help="standard output where left out"),
    )),
    Cmd("reconcile", "reconciling:reconcile", "the books against what the providers have, payment by payment",
        "deskbell reconcile"),
    Cmd("verify", "looking:verify", "recompute every derived figure from what was written once", "deskbell verify"),
    Cmd("doctor", "doctoring:doctor", "how the desk is: files, figures, worker, connections; what to do about it",
        "deskbell doctor"),
    Cmd("backup", "backing:backup", "make today's backup now, or a copy of the desk where you want it; verified",
        "deskbell backup --out /media/stick", (
        opt("--out", metavar="FILE", help="a new file, or a folder; the desk's own folder of backups where left out"),
    )),
    Cmd("restore", "backing:restore", "put the desk back from a backup; the present one is kept beside it",
        "deskbell restore desk.2026-03-04.sqlite3", (
        opt("file", metavar="FILE", help="the backup"),
    ), changes=True),
    Cmd("where", "looking:where", "where everything is kept", "deskbell where"),
    Cmd("migrate", "opening:migrate", "bring a shared database up to this version (its owner does it once)",
        "deskbell migrate"),
)  # fmt: skip


class Parser(argparse.ArgumentParser):
    """Says what is wrong as every other error is said, in one sentence of the desk's language."""

    def error(self, message: str) -> NoReturn:
        raise WrongInput("USAGE", command=self.prog.partition(" ")[2], **_what(message))


_USAGE = (
    re.compile(r"the following arguments are required: (?P<missing>.+)"),
    re.compile(r"unrecognized arguments: (?P<unknown>\S+).*", re.DOTALL),
    re.compile(r"argument (?P<option>\S+): invalid int value: '(?P<number>.*)'", re.DOTALL),
    re.compile(
        r"argument (?P<option>\S+): invalid choice: '(?P<choice>.*)' \(choose from (?P<choices>.+)\)", re.DOTALL
    ),
)


def _what(message: str) -> dict[str, Any]:
    """What argparse found wrong, as facts; its own words where it is none of the usual things."""
    for usual in _USAGE:
        if found := usual.fullmatch(message):
            facts: dict[str, Any] = found.groupdict()
            if unknown := facts.get("unknown"):  # what stands after = may be anything, a key among it
                facts["unknown"] = unknown.partition("=")[0]
            if choices := facts.get("choices"):
                facts["choices"] = [word.strip("'") for word in choices.split(", ")]
            return facts
    return {"said": message}


def build(only: str = "") -> Parser:
    """The parser of the table above; options that all commands share may stand before or after the command.

    only: of the commands, just that one gets its arguments, which is all that one command line needs.
    """
    shared = Parser(add_help=False, allow_abbrev=False)
    # SUPPRESS: a default in the sub-parser would overwrite what was said before the command.
    rest: dict[str, Any] = {"default": argparse.SUPPRESS}
    shared.add_argument("--database", metavar="URL", help="another desk: a file or postgresql://…", **rest)
    shared.add_argument("--demo", action="store_true", help="the demo desk", **rest)
    shared.add_argument("--language", choices=LANGUAGES, **rest)
    shared.add_argument("--json", action="store_true", help="the answer as JSON, schema 1", **rest)
    shared.add_argument("--plain", action="store_true", help="no colour, no drawing", **rest)
    parser = Parser("deskbell", description="The booking desk in your terminal.", parents=[shared], allow_abbrev=False)
    parser.add_argument("--version", "-V", action="store_true", help="the version")
    parser.set_defaults(handler="opening:app", command="", changes=False)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    for cmd in (c for c in COMMANDS if only in ("", c.name)):
        sub = commands.add_parser(
            cmd.name, help=cmd.help, description=f"{cmd.help[0].upper()}{cmd.help[1:]}.", parents=[shared],
            epilog=f"example: {cmd.example}", allow_abbrev=False,
        )  # fmt: skip
        sub.set_defaults(handler=cmd.handler, command=cmd.name, changes=cmd.changes)
        for names, keywords in cmd.options:
            sub.add_argument(*names, **keywords)  # type: ignore[arg-type]
        if cmd.changes:
            confirm = sub.add_mutually_exclusive_group()
            confirm.add_argument("--plan", action="store_true", help="show what would happen, change nothing")
            confirm.add_argument("--yes", "-y", action="store_true", help="do it without asking")
            confirm.add_argument("--commit", metavar="DIGEST", help="do it if it still is the plan of that digest")
            sub.add_argument("--key", help="say the same key again and it is done once")
    return parser


def asked_language(argv: Sequence[str]) -> str | None:
    """The language that a command line asks for, though the rest of it cannot be read."""
    for at, word in enumerate(argv):
        name, _, value = word.partition("=")
        if name == "--language" and (value := value or "".join(argv[at + 1 : at + 2])) in LANGUAGES:
            return value
    return None


def _unknown(word: str, named: Sequence[str]) -> WrongInput:
    from difflib import get_close_matches

    return WrongInput("COMMAND_UNKNOWN", text=word[:40], suggestions=get_close_matches(word.lower(), named, 3))


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The namespace of a command line. WrongInput: USAGE, COMMAND_UNKNOWN. SystemExit(0): help or version was asked."""
    first = argv[0] if argv else ""
    named = [cmd.name for cmd in COMMANDS]
    if first and not first.startswith("-") and first not in named:
        raise _unknown(first, named)
    try:
        args = build(first if first in named else "").parse_args(argv)
    except WrongInput as wrong:
        if wrong.facts.get("option") == "COMMAND":  # it stands after an option
            raise _unknown(str(wrong.facts["choice"]), named) from None
        if first in named:  # what is left over is said by the parser above the command
            wrong.facts["command"] = first
        raise
    for name, value in (("database", ""), ("demo", False), ("language", None), ("json", False), ("plain", False)):
        if not hasattr(args, name):
            setattr(args, name, value)
    if args.version:
        from deskbell import __version__

        sys.stdout.write(f"deskbell {__version__}\n")
        raise SystemExit(0)
    return args
