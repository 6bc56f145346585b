"""What needs a person, what to do about it, and what the answers are called: English.

Of several lines the first whose facts are all known is said.
"""

from __future__ import annotations

from deskbell.words import events_en as event

LINES: dict[str, str | tuple[str, ...]] = {
    "REFUND_BY_HAND": (
        "{amount} has to go back by hand to {person}, booking {booking}",
        "{amount} has to go back by hand, booking {booking}",
        "{amount} has to go back by hand",
        "money has to go back by hand",
    ),
    "MONEY_WITHOUT_SEAT": (
        "{amount} came after the seat was let go: {person}, {lesson}",
        "{amount} came after the seat was let go, booking {booking}",
        "{amount} came after the seat was let go",
        "money came after the seat was let go, booking {booking}",
        "money came after the seat was let go",
    ),
    "MONEY_WITHOUT_SEAT.GONE": (
        "{amount} came for a seat that is taken by now: {person}, {lesson}",
        "{amount} came for a seat that is taken by now, booking {booking}",
        "{amount} came for a seat that is taken by now",
        "money came for a seat that is taken by now, booking {booking}",
        "money came for a seat that is taken by now",
    ),
    "MONEY_WITHOUT_SEAT.OVER": (
        "{amount} came after the lesson began, without a seat: {person}, {lesson}",
        "{amount} came after the lesson began, without a seat, booking {booking}",
        "{amount} came after the lesson began, without a seat",
        "money came after the lesson began, without a seat, booking {booking}",
        "money came after the lesson began, without a seat",
    ),
    "OVERPAID": (
        "{amount} too much came in for order {order}: {person}",
        "{amount} too much came in for order {order}",
        "too much came in for order {order}",
        "too much came in for an order",
    ),
    "AMOUNT_DIFFERS": (
        "{amount} came in where {expected} was asked for, order {order}",
        "{amount} came in where {expected} was asked for",
        "{amount} came in, and that is not what was asked for",
        "another amount or currency came in than was asked for",
    ),
    "REFUND_FAILED": (
        "{amount} did not go back to {person}: {code}",
        "{amount} did not go back: {code}",
        "{amount} did not go back to {person}",
        "{amount} did not go back",
        "a refund failed",
    ),
    "REFUNDED_OUTSIDE": (
        "{amount} went back outside this desk: {person}, booking {booking}",
        "{amount} went back outside this desk, booking {booking}",
        "{amount} went back outside this desk",
        "money went back outside this desk",
    ),
    "CHARGED_BACK": (
        "the bank took {amount} back: {person}, booking {booking}",
        "the bank took {amount} back, order {order}",
        "the bank took {amount} back",
        "the bank took a payment back",
    ),
    "AUTH_LOST": (
        "the authorisation of {amount} ended before it was taken, order {order}",
        "the authorisation of {amount} ended before it was taken",
        "an authorisation ended before its money was taken, order {order}",
        "an authorisation ended before its money was taken",
    ),
    "LINK_REFUSED": (
        "no payment link of {amount} could be made for {person}: {code}",
        "no payment link of {amount} could be made: {code}",
        "no payment link of {amount} could be made for {person}",
        "no payment link of {amount} could be made",
        "no payment link could be made: {code}",
        "no payment link could be made",
    ),
    "APPROVAL": (
        "{person} asks for {lesson}",
        "booking {booking} is asked for and waits for an answer",
        "a booking is asked for and waits for an answer",
    ),
    "APPROVAL.AUTHORISED": (
        "{person} asks for {lesson}; {amount} is authorised",
        "booking {booking} is asked for; {amount} is authorised",
        "a booking is asked for, and its money is authorised",
    ),
    "APPROVAL.UNPAID": (
        "{person} asks for {lesson}; {amount} is not authorised yet",
        "booking {booking} is asked for; {amount} is not authorised yet",
        "a booking is asked for, and its money is not authorised yet",
    ),
    "HOLD_STUCK": (
        "the hold was over at {since} and {connection} does not answer: {person}, {lesson}",
        "the hold of booking {booking} was over at {since} and {connection} does not answer",
        "the hold of booking {booking} is over and its provider does not answer",
        "a hold is over and its provider does not answer",
    ),
    "OP_STUCK": (
        "{operation}: no answer from {connection} since {since}",
        "{operation}: {code}",
        "{operation}: no answer yet",
        "a provider has not answered yet",
    ),
    "BACKUP_FAILED": "no backup of the desk could be made",
    "WORK_FAILED": (
        "the worker fell over this payment of {amount}: {person}, booking {booking}",
        "the worker fell over the payments of {person}, booking {booking}",
        "the worker fell over the payments of booking {booking}",
        "the worker fell over a payment",
    ),
    "STRAY_MONEY": (
        "{connection} has {amount} that belongs to no order here ({reference})",
        "{connection} has {amount} that belongs to no order here",
        "{connection} has money that belongs to no order here",
        "a provider has money that belongs to no order here",
    ),
    "CLOCK_SKEW": (
        "this computer's clock and that of {connection} differ by {skew}: no hold ends until they agree",
        "this computer's clock and that of {connection} differ: no hold ends until they agree",
        "this computer's clock and a provider's differ: no hold ends until they agree",
    ),
    "LOCKED_OUT": (
        "{connection} does not let this desk in: {code}",
        "{connection} does not let this desk in",
        "a provider does not let this desk in",
    ),
    "CONNECTION_DOWN": (
        "{connection} has not answered since {since}: {code}",
        "{connection} has not answered since {since}",
        "{connection} does not answer: {code}",
        "{connection} does not answer",
        "a provider does not answer",
    ),
    "LINKS_LEFT": (
        "{connection} is off, and money may still come by links that were made",
        "a connection is off, and money may still come by links that were made",
    ),
    **event.TASKS,
    "MAIL_REFUSED": (
        "the mail to {person} was refused: {code}",
        "the mail to {person} was refused",
        "a mail was refused: {code}",
        "a mail was refused",
    ),
    "MAIL_UNCERTAIN": (
        "nobody knows whether the mail reached {person}: {code}",
        "nobody knows whether the mail reached {person}",
        "nobody knows whether a mail arrived",
    ),
    "?": "something needs a person",
}

ADVICE: dict[str, str] = {
    "REFUND_BY_HAND": "Give the money back, then note that it was made.",
    "MONEY_WITHOUT_SEAT": "Give them the seat if it is free, or the money back; after a day it goes back by itself.",
    "MONEY_WITHOUT_SEAT.GONE": "Give the money back; after a day it goes back by itself.",
    "MONEY_WITHOUT_SEAT.OVER": "Give the money back; after a day it goes back by itself.",
    "OVERPAID": "Give back what is too much, or keep it if it was agreed.",
    "AMOUNT_DIFFERS": "Look at the payment at the provider's; keep it, or give it back and ask again.",
    "REFUND_FAILED": "Ask the provider again, or pay it back another way and note that it was made by hand.",
    "REFUNDED_OUTSIDE": "Cancel the booking if it is off, or leave it as it is and collect the money anew.",
    "CHARGED_BACK": "Answer the dispute at the provider's; collect the money another way, or cancel the booking.",
    "AUTH_LOST": "Send a new payment link, or collect the money at the desk.",
    "LINK_REFUSED": "Try a new link, or take the money another way while the seat is held.",
    "APPROVAL": "Approve it, and what is due is asked for; or turn it down, and the seat is free again.",
    "APPROVAL.AUTHORISED": "Approve it, and the money is taken; or turn it down, and the customer keeps it.",
    "APPROVAL.UNPAID": "Wait for the card, or approve it now and hold the seat for the money; or turn it down.",
    "HOLD_STUCK": "Wait for the provider, or release the seat anyway; money that still comes is shown here.",
    "OP_STUCK": "Look at the provider's whether it was done; try again, or drop it with a reason.",
    "BACKUP_FAILED": "Make room on the disk, then run deskbell backup; deskbell verify says what does not agree.",
    "WORK_FAILED": "It is tried again by itself; if it stays, report the crash file: deskbell where names its folder.",
    "STRAY_MONEY": "Reconcile shows it; see at the provider whose it is, give it back there, or book it by hand.",
    "CLOCK_SKEW": "Set this computer's clock by the network.",
    "LOCKED_OUT": "Make a valid key that may do all that its page asks for, and connect again: deskbell connect.",
    "CONNECTION_DOWN": "Check the network and the provider's status page; it is tried again by itself.",
    "LINKS_LEFT": "Look at the provider's whether somebody paid; connecting again finds it by itself.",
    **event.ADVICE,
    "MAIL_REFUSED": "Mend the address (deskbell person NAME --mail), then send it again; or tell them another way.",
    "MAIL_UNCERTAIN": "Send it again, or leave it: the same mail twice is better than none only if you think so.",
    "?": "Look at it, and settle it when it is done.",
}

ANSWERS: dict[str, str] = {
    "APPROVE": "approve",
    "REJECT": "turn down",
    "ACCEPT": "give them the seat",
    "GIVE_BACK": "give the money back",
    "RETRY": "try again",
    "BY_HAND": "made by hand",
    "RELEASE": "release the seat anyway",
    "CANCEL_BOOKING": "cancel the booking",
    "KEEP": "keep it as it is",
    "SEEN": "seen to",
    "NEW_LINK": "send a new link",
    "DROP": "drop it, with a reason",
    **event.ANSWERS,
    "?": "answer",
}
