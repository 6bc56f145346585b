"""The one right way to reach a shared desk: patience with an end, an encrypted line to another machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, create_engine

from deskbell.domain.errors import WrongInput

if TYPE_CHECKING:
    from sqlalchemy import Engine

PATIENCE = 5
"""Seconds that connecting may take."""

WRITING = {
    "lock_timeout": "3s",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "30s",  # a laptop that was closed must not keep its locks
}
READING = WRITING | {"default_transaction_isolation": "repeatable read", "default_transaction_read_only": "on"}
"""One reading is one snapshot, as on SQLite."""


def engine(url: URL, settings: dict[str, str]) -> Engine:
    """An engine by psycopg 3; `settings` are the server's, for every session of it."""
    asked = dict(url.query)
    options = [str(asked["options"])] if "options" in asked else []
    options += [f"-c {name}={value.replace(' ', chr(92) + ' ')}" for name, value in settings.items()]
    arguments: dict[str, Any] = {
        "application_name": "deskbell",
        "connect_timeout": PATIENCE,
        "keepalives_idle": 30,
        "tcp_user_timeout": 20_000,  # milliseconds: a cable that was pulled is noticed
        **_encryption(url),
    }
    arguments = {name: value for name, value in arguments.items() if name not in asked}
    try:
        return create_engine(
            url,
            connect_args={**arguments, "options": " ".join(options)},
            hide_parameters=True,
            pool_pre_ping=True,
            pool_timeout=PATIENCE,
            use_native_hstore=False,  # saves a question on every connection
        )
    except ModuleNotFoundError as error:
        raise WrongInput("DRIVER_MISSING", module=error.name or "psycopg") from None


def _encryption(url: URL) -> dict[str, str]:
    """Another machine's certificate is checked, unless the URL or the environment says otherwise."""
    host = url.host or url.query.get("host") or os.environ.get("PGHOST") or ""
    hosts = [host] if isinstance(host, str) else list(host)
    local = all(name in {"", "localhost", "127.0.0.1", "::1"} or name.startswith(("/", "@")) for name in hosts)
    if local or "sslmode" in url.query or "PGSSLMODE" in os.environ:
        return {}
    known = "PGSSLROOTCERT" in os.environ or (Path.home() / ".postgresql" / "root.crt").exists()
    return {"sslmode": "verify-full"} if known else {"sslmode": "verify-full", "sslrootcert": "system"}
