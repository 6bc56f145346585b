"""since: nothing lost, and from a cursor on nothing twice."""

from __future__ import annotations

from typing import Any

from deskbell.domain.ports import (
    Capture,
    Refused,
    Seen,
    SeenRefundState,
    SeenState,
    Unknown,
)
from tests.contracts.asking import HOUR, agree, done, fresh, looked, only, opened, paid, refunded, walked
from tests.contracts.rigs import Rig


def only_pending(rig: Rig, seen: Seen) -> str:
    """The id of the newest refund that takes its time."""
    back = [r for p in looked(rig, seen).payments for r in p.refunds if r.state is SeenRefundState.PENDING]
    return back[-1].id


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
        expected = {
            seen.reference: looked(rig, seen) for n, seen in enumerate(made) if n % 3 or rig.manners.tells_pages
        }
        assert set(told) == set(expected)
        assert all(agree(rig, told[reference], seen) for reference, seen in expected.items())

    def test_from_a_cursor_on_only_what_is_new(self, rig: Rig) -> None:
        seen, _ = paid(rig)
        _, cursor = walked(rig.provider(), "", 0)
        again, cursor = walked(rig.provider(), cursor, 0)
        assert [page.seen for page in again] == [()], "nothing happened"
        other = opened(rig) if rig.manners.tells_pages else paid(rig)[0]
        pages, cursor = walked(rig.provider(), cursor, 0)
        assert [s.reference for page in pages for s in page.seen] == [other.reference]
        rig.pass_by(HOUR // 2)
        done(refunded(rig, seen, 100))
        pages, _ = walked(rig.provider(), cursor, 0)
        (told,) = [s for page in pages for s in page.seen]
        assert agree(rig, told, looked(rig, seen))

    def test_what_happens_between_two_pages_is_told(self, rig: Rig) -> None:
        pages = rig.manners.tells_pages
        made = [opened(rig) if pages else paid(rig)[0] for _ in range(2 * rig.page)]
        provider, cursor, told = rig.provider(), "", {}
        for n in range(100):
            page = done(provider.since(cursor, 0))
            cursor = page.cursor
            told |= {seen.reference: seen for seen in page.seen}
            if n == 0:
                (rig.customer.pays if pages else rig.customer.disputes)(made[0].reference)
                made.append(opened(rig) if pages else paid(rig)[0])
            if not page.more:
                break
        assert set(told) == {seen.reference for seen in made}
        after = only(told[made[0].reference])
        assert (after.captured, after.state) == (2500, SeenState.CAPTURED if pages else SeenState.CHARGED_BACK)

    def test_every_kind_of_change_is_told(self, rig: Rig) -> None:
        """Payment, refusal, expiry, refund, refund from outside, dispute, its end, a lapsed authorisation."""
        holds = rig.provider().features.authorises
        free = opened(rig, expires_at=rig.now() + HOUR)
        held = opened(rig, capture=Capture.LATER) if holds else free
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
            (seen, lambda: rig.customer.refund_ends(only_pending(rig, seen), ok=False)),
            (seen, lambda: rig.customer.disputes(seen.reference)),
            (seen, lambda: rig.customer.wins(seen.reference)),
            (other, lambda: done(rig.provider().expire(other.checkout, "expire:other"))),
            (other, lambda: rig.customer.pays_late(other.reference)),
            (free, lambda: rig.pass_by(HOUR)),
        ]
        if holds:
            steps.insert(-1, (held, lambda: rig.customer.authorises(held.reference)))
            steps.append((held, lambda: rig.pass_by(rig.provider().features.holds_for)))
        for about, step in steps:
            step()
            pages, cursor = walked(rig.provider(), cursor, 0)
            told = [s for page in pages for s in page.seen]
            if rig.manners.tells_pages or any(p.captured for p in looked(rig, about).payments):
                (one,) = told
                assert agree(rig, one, looked(rig, about))
            else:
                assert told == []

    def test_money_that_nobody_asked_for_is_told(self, rig: Rig) -> None:
        _, cursor = walked(rig.provider(), "", 0)
        id_ = rig.customer.stray(4200, rig.manners.currency)
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
        assert any(agree(rig, seen, looked(rig, new)) for seen in told if seen.reference == new.reference)
        assert old.reference not in {s.reference for s in told}
        assert walked(rig.provider(), cursor, 0)[0][0].seen == ()

    def test_a_lost_page_is_read_again(self, rig: Rig) -> None:
        seen, _ = paid(rig)
        rig.lose_reply("since")
        assert isinstance(rig.provider().since("", 0), Unknown)
        assert [s.reference for s in done(rig.provider().since("", 0)).seen] == [seen.reference]

    def test_a_cursor_that_is_none(self, rig: Rig) -> None:
        assert rig.provider().since("no cursor of ours", 0) == Refused("CURSOR")
