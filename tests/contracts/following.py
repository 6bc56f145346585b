"""since: nothing lost, and from a cursor on nothing twice."""

from __future__ import annotations

from typing import Any

from deskbell.domain.ports import (
    Capture,
    Refused,
    Seen,
    Unknown,
)
from tests.contracts.asking import HOUR, done, fresh, looked, only, opened, paid, refunded, walked
from tests.contracts.rigs import Rig


class Following:
    """since: nothing lost, and from a cursor on nothing twice."""

    def test_pages_tell_everything(self, rig: Rig) -> None:
        start = rig.now()
        rig.pass_by(10)
        made = []
        for n in range(3 * rig.page):
            seen = opened(rig, amount=1000 + n)
            made.append(seen)
            if n % 3:
                rig.customer.pays(seen.reference)
            rig.pass_by(n % 2)
        pages, _ = walked(rig.provider(), "", start)
        assert len(pages) > 1
        told = {seen.reference: seen for page in pages for seen in page.seen}
        assert told == {seen.reference: looked(rig, seen) for seen in made}

    def test_from_a_cursor_on_only_what_is_new(self, rig: Rig) -> None:
        seen, _ = paid(rig)
        _, cursor = walked(rig.provider(), "", 0)
        again, cursor = walked(rig.provider(), cursor, 0)
        assert [page.seen for page in again] == [()], "nothing happened"
        other = opened(rig)
        pages, cursor = walked(rig.provider(), cursor, 0)
        assert [s.reference for page in pages for s in page.seen] == [other.reference]
        rig.pass_by(HOUR // 2)
        done(refunded(rig, seen, 100))
        pages, _ = walked(rig.provider(), cursor, 0)
        assert [s for page in pages for s in page.seen] == [looked(rig, seen)]

    def test_what_happens_between_two_pages_is_told(self, rig: Rig) -> None:
        made = [opened(rig) for _ in range(2 * rig.page)]
        provider, cursor, told = rig.provider(), "", {}
        for n in range(100):
            page = done(provider.since(cursor, 0))
            cursor = page.cursor
            told |= {seen.reference: seen for seen in page.seen}
            if n == 0:
                rig.customer.pays(made[0].reference)
                made.append(opened(rig))
            if not page.more:
                break
        assert set(told) == {seen.reference for seen in made}
        assert only(told[made[0].reference]).captured == 2500

    def test_every_kind_of_change_is_told(self, rig: Rig) -> None:
        """Payment, refusal, expiry, refund, refund from outside, dispute, its end, a lapsed authorisation."""
        free = opened(rig, expires_at=rig.now() + HOUR)
        held = opened(rig, capture=Capture.LATER)
        seen, other, slow = opened(rig), opened(rig), fresh()
        _, cursor = walked(rig.provider(), "", 0)
        rig.customer.orders("refund", "slow")
        steps: list[tuple[Seen, Any]] = [
            (seen, lambda: rig.customer.declines(seen.reference)),
            (seen, lambda: rig.customer.pays(seen.reference)),
            (seen, lambda: done(refunded(rig, looked(rig, seen), 50, "refund:slow", slow))),
            (seen, lambda: done(refunded(rig, looked(rig, seen), 100))),
            (seen, lambda: rig.customer.refunds_outside(seen.reference, 100)),
            (
                seen,
                lambda: rig.customer.orders("refund", "slow") or done(refunded(rig, looked(rig, seen), 50, "r", slow)),
            ),
            (seen, lambda: rig.customer.refund_ends(slow, ok=False)),
            (seen, lambda: rig.customer.disputes(seen.reference)),
            (seen, lambda: rig.customer.wins(seen.reference)),
            (other, lambda: done(rig.provider().expire(other.checkout, "expire:other"))),
            (other, lambda: rig.customer.pays_late(other.reference)),
            (held, lambda: rig.customer.authorises(held.reference)),
            (free, lambda: rig.pass_by(HOUR)),
            (held, lambda: rig.pass_by(rig.provider().features.holds_for)),
        ]
        for about, step in steps:
            step()
            pages, cursor = walked(rig.provider(), cursor, 0)
            assert [s for page in pages for s in page.seen] == [looked(rig, about)]

    def test_money_that_nobody_asked_for_is_told(self, rig: Rig) -> None:
        _, cursor = walked(rig.provider(), "", 0)
        id_ = rig.customer.stray(4200, "EUR")
        pages, cursor = walked(rig.provider(), cursor, 0)
        assert [(s.id, s.captured) for page in pages for s in page.strays] == [(id_, 4200)]
        pages, _ = walked(rig.provider(), cursor, 0)
        assert [page.strays for page in pages] == [()]

    def test_an_overlap_tells_the_same_again(self, rig: Rig) -> None:
        """A sweep that starts an hour back tells what was told, as it is now; before that instant nothing."""
        old, _ = paid(rig)
        rig.pass_by(2 * HOUR)
        new, _ = paid(rig)
        _, cursor = walked(rig.provider(), "", 0)
        pages, _ = walked(rig.provider(), "", rig.now() - HOUR)
        told = [s for page in pages for s in page.seen]
        assert looked(rig, new) in told
        assert old.reference not in {s.reference for s in told}
        assert walked(rig.provider(), cursor, 0)[0][0].seen == ()

    def test_a_lost_page_is_read_again(self, rig: Rig) -> None:
        seen = opened(rig)
        rig.lose_reply("since")
        assert isinstance(rig.provider().since("", 0), Unknown)
        assert [s.reference for s in done(rig.provider().since("", 0)).seen] == [seen.reference]

    def test_a_cursor_that_is_none(self, rig: Rig) -> None:
        assert rig.provider().since("no cursor of ours", 0) == Refused("CURSOR")
