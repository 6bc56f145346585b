"""Connecting a provider and taking it away: real money and test money never meet in one ledger."""

from __future__ import annotations

from deskbell.domain.connection_commands import Connect, Disconnect
from deskbell.domain.connections import LINKS_LEFT, Serves, serves
from deskbell.domain.decisions.linking import desk_only
from deskbell.domain.effects import ConnectionEnded, ConnectionMade, Effect, TaskRaised, TaskSettled
from deskbell.domain.errors import NotFound, Refused
from deskbell.domain.facts import ConnectionFacts
from deskbell.domain.ids import Mint, digest_id
from deskbell.domain.plan import Plan, Warned
from deskbell.domain.working import Link

_MENDED = frozenset({"LOCKED_OUT", LINKS_LEFT, "CONNECTION_DOWN"})


def decide_connect(facts: ConnectionFacts, cmd: Connect, now: int, mint: Mint) -> Plan:
    """From here on links are asked of it; what was wrong with it is settled.

    Refused: DEMO_DESK; TEST_KEY_ON_REAL and LIVE_KEY_ON_TEST (payments of the other money are there already);
    CURRENCY_NOT_SOLD; OTHER_ACCOUNT (what came by the one before could not be followed any more).
    """
    desk_only(cmd.actor, "CONNECT")
    made, name = cmd.made, cmd.connection
    if facts.desk.demo:
        raise Refused("DEMO_DESK", connection=name)
    is_money = serves(name) is Serves.PAYMENTS
    if is_money and not made.live and facts.real:
        raise Refused("TEST_KEY_ON_REAL", connection=name, count=facts.real)
    if is_money and made.live and facts.play:
        raise Refused("LIVE_KEY_ON_TEST", connection=name, count=facts.play)
    if made.currencies and facts.desk.currency not in made.currencies:
        raise Refused("CURRENCY_NOT_SOLD", connection=name, told=facts.desk.currency, choices=made.currencies)
    before = facts.health.made if facts.health is not None else None
    if (
        serves(name) is not Serves.MAIL
        and before is not None
        and not cmd.other
        and (facts.links or facts.ops or facts.mine)
    ):
        swapped = before.account and made.account and before.account != made.account
        if swapped or before.live is not made.live:
            raise Refused("OTHER_ACCOUNT", connection=name, before=before.account, after=made.account)
    again = before is not None and facts.health is not None and facts.health.state is not Link.OFF
    effects: list[Effect] = [
        ConnectionMade(
            name, made.live, made.kept, made.account, made.country, made.currencies, made.excess, again, made.label
        )
    ]
    effects += [TaskSettled(task, kind, subject) for task, kind, subject in facts.tasks if kind in _MENDED]
    return Plan("CONNECT", tuple(effects), asks=False)


def decide_disconnect(facts: ConnectionFacts, cmd: Disconnect, now: int, mint: Mint) -> Plan:
    """Its links can still be paid and its money still come: said before, and a task as long as it is so.

    NotFound: NO_SUCH_CONNECTION. Refused: DEMO_DESK.
    """
    desk_only(cmd.actor, "DISCONNECT")
    health = facts.health
    if facts.desk.demo:
        raise Refused("DEMO_DESK", connection=cmd.connection)
    if health is None or health.state is Link.OFF or health.made is None:
        raise NotFound("NO_SUCH_CONNECTION", which=cmd.connection)
    made = health.made
    effects: list[Effect] = [ConnectionEnded(cmd.connection, made.live, made.kept, facts.links, facts.ops)]
    effects += [TaskSettled(task, kind, subject) for task, kind, subject in facts.tasks if kind in _MENDED]
    warnings = []
    if serves(cmd.connection) is Serves.PAYMENTS and (facts.links or facts.ops):
        effects.append(TaskRaised(mint(), LINKS_LEFT, digest_id(cmd.connection)))
    if facts.links:
        warnings.append(Warned.of("LINKS_STAY_OPEN", count=facts.links))
    if facts.ops:
        warnings.append(Warned.of("OPS_STAY", count=facts.ops))
    return Plan("DISCONNECT", tuple(effects), tuple(warnings))
