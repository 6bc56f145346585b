"""The demo's customers, on command: they pay, are declined or wait at the invented provider, never at the desk.

The desk learns of it as from any provider: when its worker next looks. A link that is over is looked at once an hour;
for a demo that is too long, so there the worker is asked to sweep at its next turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.domain.errors import WrongInput

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.domain.payment import Attempt

ACTS = (
    "pays", "declines", "waits", "pays-twice", "pays-late", "in-review", "approved", "rejected", "disputes", "wins",
    "refunded-outside", "refund-waits", "refund-arrives", "refund-refused",
)  # fmt: skip


def customer(context: Context) -> int:
    """`demo customer VERB BOOKING`, at the newest open link of the booking, else the newest.

    WrongInput: USAGE, NO_LINK, NOT_A_DEMO, DEMO_NEEDS_A_FILE; LINK_UNKNOWN, LINK_CLOSED, LINK_OTHERWISE as the provider
    says. NotFound: NO_BOOKING.
    """
    from deskbell.cli.playing import demo_file, playing
    from deskbell.wiring import customer_at, open_desk
    from deskbell.words.i18n import t

    verb, booking = _read(context.args.act)
    path = demo_file(context)
    when, _ = playing(context)
    desk = open_desk(path, when=when)
    try:
        if not desk.card().demo:
            raise WrongInput("NOT_A_DEMO", where=str(path))
        links = desk.booking(booking).attempts
        if not links:
            raise WrongInput("NO_LINK", booking=booking)
        meant: Attempt = next((link for link in links if link.is_open), links[0])
        customer_at(path, when, verb, meant.id)
        if not meant.is_open:
            from deskbell.services.working import Working

            Working(desk).sweep_soon(str(meant.method))
    finally:
        desk.database.close()
    if context.args.json:
        context.answer({"booking": booking, "customer": verb, "attempt": meant.id, "link": meant.link})
        return 0
    context.say(t(context.language, f"demo.{verb}", booking=booking))
    context.say(t(context.language, "demo.next_look"))
    return 0


def _read(words: list[str]) -> tuple[str, int]:
    """The verb and the booking's number. WrongInput: USAGE."""
    who, verb, number = (*words, "", "", "")[:3]
    if who != "customer" or len(words) > 3:
        raise WrongInput("USAGE", command="demo", unknown=(words[3] if who == "customer" else who))
    if verb not in ACTS:
        from difflib import get_close_matches

        choices = get_close_matches(verb, ACTS, 3, 0.5) or list(ACTS)
        if verb:
            raise WrongInput("USAGE", command="demo", option="customer", choice=verb, choices=choices)
        raise WrongInput("USAGE", command="demo", missing="VERB")
    if not number:
        raise WrongInput("USAGE", command="demo", missing="BOOKING")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise WrongInput("USAGE", command="demo", option="BOOKING", number=number)
    return verb, int(number)
