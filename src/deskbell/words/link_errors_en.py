"""What went wrong with money by link, holds, tasks and providers, and what to do next: English."""

from __future__ import annotations

ERRORS: dict[str, str | tuple[str, ...]] = {
    "NOT_A_LINK": "“{method}” is not a way to pay by link; take that money at the desk.",
    "NOT_CONNECTED": "“{method}” is not connected to this desk; take cash, card or transfer, or connect it first.",
    "LINK_OPEN": (
        "Order {order} has an open payment link already; close the open link first.",
        "There is an open payment link already; close the open link first.",
    ),
    "APPROVE_FIRST": (
        "Order {order} is only asked for yet; approve it first, or have the money authorised: pay --authorise.",
        "That is only asked for yet; approve it first, or have the money authorised: pay --authorise.",
    ),
    "TASK_WANTS_ANSWER": "Whoever asked waits for an answer; approve it, or turn it down.",
    "SERVICE_UNMEANT": (
        "“{text}” is no service of this desk; choose one of these: {candidates}.",
        "“{text}” is no service of this desk; see what it offers: deskbell service.",
    ),
    "HOLD_OVER": (
        "The seat was held until {at} and that is over; book it again if it is free.",
        "The hold of this seat is over; book it again if it is free.",
    ),
    "HOLD_NOT_OVER": (
        "The seat is held until {at} and its money may still come; wait until then, or cancel the booking.",
        "The hold is not over and its money may still come; wait, or cancel the booking.",
    ),
    "NOT_BY_HAND": (
        "“{method}” takes no money at the desk; ask for it by a payment link, or choose cash, card or transfer.",
        "That takes no money at the desk; ask for it by a payment link, or choose cash, card or transfer.",
    ),
    "NOT_HELD": (
        "This booking is {state} and holds no seat for money; refresh and see what is possible.",
        "This booking holds no seat for money; refresh and see what is possible.",
    ),
    "NO_SUCH_ATTEMPT": (
        "There is no payment link {which}; open the booking again.",
        "There is no such payment link; open the booking again.",
    ),
    "NO_SUCH_PAYMENT": (
        "There is no payment {which}; open the booking again.",
        "There is no such payment; open the booking again.",
    ),
    "NO_SUCH_CONNECTION": (
        "Nothing is connected by the name of {which}; deskbell worker --json names what is.",
        "Nothing is connected by that name; deskbell worker --json names what is.",
    ),
    "NO_SUCH_OP": (
        "There is nothing {which} in the queue any more; refresh the worker's list.",
        "That is not in the queue any more; refresh the worker's list.",
    ),
    "SEVERAL_TASKS": "Several tasks begin with “{text}”: {candidates}; write more of it.",
    "NO_SUCH_TASK": (
        "There is no task {which} any more; refresh and see what waits.",
        "There is no such task any more; refresh and see what waits.",
    ),
    "NO_SUCH_ANSWER": (
        "“{answer}” is no answer to this task; choose one of these: {candidates}.",
        "“{answer}” is no answer to this task; look at it again and see what can be done.",
    ),
    "TASK_WANTS_DEED": (
        "“{kind}” is done only when the money has gone back; give it back, or note that it was made by hand.",
        "This is done only when the money has gone back; give it back, or note that it was made by hand.",
    ),
    "ILLEGAL_OP_MOVE": (
        "That is {state}, so it cannot be changed now; wait for its answer, or look at the worker's list.",
        "That cannot be changed now; wait for its answer, or look at the worker's list.",
    ),
    "AMOUNT_DIFFERS": (
        "{amount} came in where {due} was asked for; settle its task before anything else.",
        "Another amount came in than was asked for; settle its task before anything else.",
    ),
    "NOTHING_LEFT": "Nothing is left of this payment to give back; choose another payment of the order.",
    "NOT_ENOUGH": (
        "Only {paid} of {due} is there; ask for the rest before the seat is given.",
        "Not all of the money is there; ask for the rest before the seat is given.",
    ),
    "CANNOT_HOLD": (
        "“{method}” cannot hold money and take it later; approve first, then ask for it by a link.",
        "This provider cannot hold money and take it later; approve first, then ask for it by a link.",
    ),
    "PART_NOT_SUPPORTED": (
        "“{method}” takes authorised money only as a whole; take all of it and give the rest back.",
        "This provider takes authorised money only as a whole; take all of it and give the rest back.",
    ),
    "AUTH_OVER": (
        "The authorisation ended at {at} and nothing can be taken by it; ask for the money by a new link.",
        "The authorisation is over and nothing can be taken by it; ask for the money by a new link.",
    ),
    "NOTHING_AUTHORISED": "Nothing of booking {booking} is authorised; see it with deskbell show {booking}.",
    "AUTHORISE_BY_LINK": "Only a link can hold money first; use deskbell pay with link --authorise.",
    "NOT_AUTHORISED": (
        "This payment is {state}, not authorised; refresh and see what is possible.",
        "This payment is not authorised; refresh and see what is possible.",
    ),
    "BUSY_MONEY": (
        "Something is being asked of the provider about order {order}; wait for the answer.",
        "Something is being asked of the provider about this payment; wait for the answer.",
    ),
    "LATE_TAKEN": (
        "The seat is gone: {reasons}; give the money back, or find another time with the customer.",
        "The seat is gone; give the money back, or find another time with the customer.",
    ),
    "LATE_STARTED": (
        "The lesson began at {start}; give the money back, or book another time with it.",
        "The lesson has begun; give the money back, or book another time with it.",
    ),
    "UNDO_SENT": "The money has been asked for already; wait for the provider's answer and make the opposite change.",
    "NO_SECRET": (
        "The key of “{connection}” is not on this computer; enter it here, or leave the work to one that has it.",
        "The provider's key is not on this computer; enter it here, or leave the work to one that has it.",
    ),
    "PAUSED": (
        "“{connection}” is paused and nothing is sent; resume it on the worker's screen.",
        "This connection is paused and nothing is sent; resume it on the worker's screen.",
    ),
    "NO_LINK": "Booking {booking} has no payment link; ask for its money by link first.",
    "BACKUP_EXISTS": "{where} is there already; name another file, or a folder.",
    "BACKUP_NOWHERE": "Nothing can be written at {where}; name a folder that is there and that you may write to.",
    "BACKUP_BY_SERVER": "This desk is on the PostgreSQL server {where}; back it up there, with pg_dump "
    "--format=custom.",
    "RESTORE_BY_SERVER": "This desk is on a PostgreSQL server; use pg_restore there, then deskbell worker --restored.",
    "BACKUP_UNREADABLE": "{where} is no backup that can be read; name a file that deskbell backup made.",
    "BACKUP_BROKEN": "{where} is damaged and nothing was changed; use an older backup.",
    "BACKUP_FIGURES": "{count} figures of the copy do not agree with their rows; see deskbell verify. It is kept "
    "as {where}.",
    "BACKUP_IS_THE_DESK": "{where} is the desk itself; name a backup of it.",
    "DESK_IN_USE": "Something else has {where} open and nothing was changed; close the desk and its worker first.",
    "RESTORE_CHANGED": "Backup or desk is another one by now and nothing was changed; look again, then --commit "
    "{digest}.",
    "TASK_OPEN": "The same task is open again already; refresh and answer that one.",
    "LINK_UNKNOWN": "The provider does not know this link yet; let a worker run until it is made, then say it again.",
    "LINK_CLOSED": "This link is closed and nobody can pay by it; ask for the money by a new link.",
    "LINK_OTHERWISE": "That cannot happen to this link as it stands; look at what was paid by it first.",
    "KEY_EMPTY": "There is no key; copy it from the provider's page and paste it here.",
    "KEY_PUBLISHABLE": "A publishable key (pk_…) can only show forms; make a restricted key (rk_…) instead.",
    "KEY_SHAPE": "This does not look like a key of the provider's; copy it whole, from rk_ to its end.",
}
