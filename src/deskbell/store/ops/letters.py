"""What a letter said when it left: kept where it can be overwritten, for whoever wants to read it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, update

from deskbell.domain.ids import Id
from deskbell.store import tables as t

if TYPE_CHECKING:
    from deskbell.domain.letters import Written
    from deskbell.store.work import Write

_KEEP = (
    update(t.message)
    .where(t.message.c.public_id == bindparam("which"))
    .values(
        subject=bindparam("title"), body=bindparam("words"), html=bindparam("page"), address=bindparam("where"),
        language=bindparam("tongue"),
    )
)  # fmt: skip


def keep(unit: Write, letter: Id, said: Written) -> None:
    values = {"title": said.subject, "words": said.text, "page": said.html}
    unit.run(_KEEP, {"which": letter, **values, "where": said.address, "tongue": said.language})
