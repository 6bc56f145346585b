from __future__ import annotations

SAFEGUARDS: dict = {}
