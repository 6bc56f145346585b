"""Every kind of work that the matrix plays."""

from __future__ import annotations

from tests.crashes.matrix.kinds import PAID
from tests.crashes.matrix.sided import SIDED

KINDS = (*PAID, *SIDED)
BY_NAME = {kind.name: kind for kind in KINDS}
