"""Every table, as SQLAlchemy Core knows it; what needs a dialect's own words (partial indexes too) stands in guards.

Integer keys inside, `public_id` (32 hex digits) outside. Instants are BIGINT epoch seconds UTC, money BIGINT minor
units. A person's words live only in rows that may be overwritten; append-only tables hold codes, figures, public ids.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key() -> Column[int]:
    # SQLite gives rowid keys only to a column that is INTEGER to the letter.
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)


def _public() -> Column[str]:
    return Column("public_id", String(32), nullable=False, unique=True)


def _to(table: str, name: str, *, null: bool = False, index: bool = False) -> Column[int]:
    return Column(name, BigInteger, ForeignKey(f"{table}.id"), nullable=null, index=index)


def _int(name: str, *, null: bool = False, default: int | None = None) -> Column[int]:
    return Column(name, BigInteger, nullable=null, server_default=None if default is None else str(default))


def _code(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, String(32), nullable=null)


def _words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


desk = Table(
    "desk", metadata,
    Column("id", Integer, primary_key=True, autoincrement=False), CheckConstraint("id = 1", name="one"),
    _public(), _words("name"), Column("zone", Text, nullable=False), Column("currency", String(3), nullable=False),
    _code("language"), Column("first_weekday", Integer, nullable=False), _int("created_at"),
    Column("demo", Boolean, nullable=False, server_default=text("false")), _int("hold_minutes", default=15),
    Column("late_pay", String(32), nullable=False, server_default="ASK"),
)  # fmt: skip
household = Table("household", metadata, _key(), _public(), _words("name"))
person = Table(
    "person", metadata, _key(), _public(), _words("name"), _words("fold"), _words("mail"), _words("phone"),
    _int("birth_year", null=True), _to("household", "household_id", null=True, index=True),
    _to("person", "guardian_id", null=True, index=True), _int("created_at"), _int("archived_at", null=True),
    _int("version", default=1), _words("language"), _words("zone"),
)  # fmt: skip
room = Table("room", metadata, _key(), _public(), _words("name"))
tutor = Table(
    "tutor", metadata, _key(), _public(), _to("person", "person_id", index=True), Column("zone", Text, nullable=False),
    _to("room", "room_id", null=True), Column("active", Boolean, nullable=False, server_default=text("true")),
    _words("hours"), _int("version", default=1),
)  # fmt: skip
service = Table(
    "service", metadata, _key(), _public(), _words("name"), _words("fold"), _code("kind"), _int("minutes"),
    _int("minor"), Column("currency", String(3), nullable=False), _int("capacity", default=1), _int("interval"),
    _int("before", default=0), _int("after", default=0), _int("notice", default=0), _int("horizon_days", null=True),
    _int("max_per_day", null=True), _int("max_minutes_per_day", null=True), _int("tax_rate", default=0),
    _code("place"), Column("policy", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("tax_mode", String(32), nullable=False, server_default="INCLUSIVE"),
    Column("approval", String(32), nullable=False, server_default="NONE"),
)  # fmt: skip
slot = Table(
    "slot", metadata, _key(), _public(), _to("service", "service_id"), _to("tutor", "tutor_id"),
    _to("room", "room_id", null=True), _code("kind"), _int("start"), _int("end"), _int("busy_from"), _int("busy_to"),
    _int("capacity"), _int("taken", default=0), _code("state"), Column("zone", Text, nullable=False), _code("place"),
    _words("join_url"), _words("focus"), _int("version", default=1),
    CheckConstraint("start < \"end\"", name="order"),
    CheckConstraint("busy_from <= start AND \"end\" <= busy_to", name="padded"),
    CheckConstraint("busy_to - busy_from <= 172800", name="length"),
    CheckConstraint("0 <= taken AND taken <= capacity", name="seats"),
    CheckConstraint("state IN ('DRAFT','PLANNED','COMPLETED','CANCELLED')", name="state"),
    Index("ix_slot_start", "start", "tutor_id"),
)  # fmt: skip
desk_order = Table(
    "desk_order", metadata, _key(), _public(), _to("person", "payer_id", null=True, index=True),
    Column("currency", String(3), nullable=False), _int("due", default=0), _int("captured", default=0),
    _int("refunded", default=0), _int("credited", default=0), _int("created_at"), _int("authorised", default=0),
    _int("disputed", default=0),
)  # fmt: skip
booking = Table(
    "booking", metadata, _key(), _public(), _to("slot", "slot_id", index=True),
    _to("desk_order", "order_id", index=True), _to("person", "participant_id", null=True, index=True),
    _to("person", "payer_id", null=True), _code("booked_by"), _code("state"), _code("attendance"),
    Column("policy", Text, nullable=False), _int("policy_start"), _int("created_at"), _int("cancelled_at", null=True),
    _code("cancelled_by", null=True), _code("reason", null=True), _int("version", default=1),
    _int("hold_until", null=True), _int("hold_was", null=True),
)  # fmt: skip
order_line = Table(
    "order_line", metadata, _key(), _public(), _to("desk_order", "order_id", index=True),
    _to("booking", "booking_id", index=True), _code("kind"), _int("quantity", default=1), _int("gross"),
    _int("tax_rate"), _int("tax"), _int("percent", null=True), _to("order_line", "reverses_id", null=True),
    _int("created_at"),
)  # fmt: skip
attempt = Table(
    "attempt", metadata, _key(), _public(), _to("desk_order", "order_id", index=True), _code("method"),
    _int("amount"), Column("currency", String(3), nullable=False), _code("state"), _int("tendered", null=True),
    _int("created_at"), _code("provider", null=True),
    Column("capture", String(32), nullable=False, server_default="NOW"),
    Column("reference", String(255), nullable=True), _words("link"), _int("expires_at", null=True),
    _int("look_at", null=True), _int("looked_at", null=True), _int("looks", default=0),
    Column("said", String(64), nullable=False, server_default=""),
    Index("ix_attempt_look_at", "look_at"),
)  # fmt: skip
payment = Table(
    "payment", metadata, _key(), _public(), _to("attempt", "attempt_id", index=True), _code("provider"),
    Column("provider_payment_id", String(255), nullable=False), _code("method"), _int("captured"),
    Column("currency", String(3), nullable=False), _code("state"), _int("at"),
    _int("authorised", default=0), _int("authorised_until", null=True), _int("disputed", default=0),
    UniqueConstraint("provider", "provider_payment_id"),
    CheckConstraint("captured >= 0 AND authorised >= 0 AND captured + authorised > 0", name="amount"),
)  # fmt: skip
refund = Table(
    "refund", metadata, _key(), _public(), _to("desk_order", "order_id", index=True),
    _to("payment", "payment_id", index=True), _to("booking", "booking_id", null=True), _code("method"),
    _int("amount"), Column("currency", String(3), nullable=False), _code("state"), _words("external_ref"),
    _int("created_at"), _int("settled_at", null=True), Column("provider_refund_id", String(255), nullable=True),
    CheckConstraint("amount > 0", name="amount"),
    Index("uq_refund_payment_provider_refund_id", "payment_id", "provider_refund_id", unique=True),
)  # fmt: skip
ledger_txn = Table(
    "ledger_txn", metadata, _key(), _int("at"), _to("desk_order", "order_id", null=True, index=True),
    _to("change", "change_id"), _code("kind"),
)  # fmt: skip
ledger_line = Table(
    "ledger_line", metadata, _key(), _to("ledger_txn", "txn_id", index=True), _code("account"), _int("minor"),
    Column("currency", String(3), nullable=False), UniqueConstraint("txn_id", "account"),
)  # fmt: skip
series = Table("series", metadata, Column("name", String(32), primary_key=True), _int("next"))
receipt = Table(
    "receipt", metadata, _key(), _public(), _code("series"), _int("number"), _code("kind"),
    _to("desk_order", "order_id", index=True), _to("payment", "payment_id", null=True, index=True),
    _to("refund", "refund_id", null=True), _int("amount"), Column("currency", String(3), nullable=False), _int("at"),
    UniqueConstraint("series", "number"),
)  # fmt: skip
note = Table(
    "note", metadata, _key(), _public(), _to("booking", "booking_id", index=True), _code("author_role"),
    _to("person", "author_id", null=True), _code("kind"), _code("visibility"), _words("text"), _int("at"),
    _int("hidden_at", null=True),
)  # fmt: skip
task = Table(
    "task", metadata, _key(), _public(), _code("kind"), Column("subject", String(32), nullable=False, index=True),
    _code("state"), _int("due_at", null=True), _int("raised_at"), _int("settled_at", null=True),
)  # fmt: skip
op = Table(
    "op", metadata, _key(), _public(), _code("kind"), _code("connection"),
    Column("subject", String(32), nullable=False, index=True), Column("key", String(255), nullable=False, unique=True),
    _int("serial", default=1), Column("request", Text, nullable=False), _code("state"), _int("tries", default=0),
    _int("next_at"), _int("not_before"), _int("first_sent_at", null=True), _int("sent_at", null=True),
    _int("token", null=True), _words("response"), _words("error"), _to("change", "change_id", null=True),
    _int("created_at"), _int("done_at", null=True),
    CheckConstraint("state IN ('todo','sent','done','parked','dropped')", name="state"),
    Index("ix_op_state_next_at", "state", "next_at"),
)  # fmt: skip
lease = Table(
    "lease", metadata, Column("name", String(64), primary_key=True), Column("holder", String(64), nullable=False),
    _int("token"), _int("until"), _int("beat_at"), _words("host"), _int("pid"),
)  # fmt: skip
connection = Table(
    "connection", metadata, Column("name", String(32), primary_key=True), _code("state"), _int("since"),
    _int("ok_at", null=True), _words("error"), _int("error_at", null=True), _int("resume_at", null=True),
    _int("skew", default=0), Column("live", Boolean, nullable=True), _code("kept", null=True),
    _int("made_at", null=True), _words("account"), _words("label"), _words("country"), _words("currencies"),
    _words("excess"),
)  # fmt: skip
cursor = Table(
    "cursor", metadata, Column("name", String(32), primary_key=True), Column("stream", String(32), primary_key=True),
    _words("value"), _int("at"),
)  # fmt: skip
inbox = Table(
    "inbox", metadata, Column("name", String(32), primary_key=True),
    Column("event", String(255), primary_key=True), _int("seen_at"),
)  # fmt: skip
drawer = Table(
    "drawer", metadata, _key(), _public(), _code("state"), Column("day", String(10), nullable=False),
    Column("currency", String(3), nullable=False), _int("float"), _int("opened_at"), _int("counted", null=True),
    _int("expected", null=True), _int("closed_at", null=True),
    CheckConstraint("state IN ('OPEN','SEALED','DROPPED')", name="state"),
)  # fmt: skip
drawer_move = Table(
    "drawer_move", metadata, _key(), _public(), _to("drawer", "drawer_id", index=True), _code("kind"), _int("amount"),
    _to("payment", "payment_id", null=True), _to("refund", "refund_id", null=True), _int("at"), _words("reason"),
)  # fmt: skip
day_close = Table(
    "day_close", metadata, _key(), _public(), Column("day", String(10), nullable=False, index=True), _int("number"),
    _code("kind"), _int("at"), Column("body", Text, nullable=False), UniqueConstraint("number"),
)  # fmt: skip
document = Table(
    "document", metadata, _key(), _public(), _code("series"), _int("number"), _code("kind"),
    _to("person", "payer_id", null=True, index=True), Column("currency", String(3), nullable=False), _int("net"),
    _int("tax"), _int("gross"), _int("at"), _int("since", null=True), _int("until", null=True),
    _to("document", "corrects_id", null=True), Column("body", Text, nullable=False),
    UniqueConstraint("series", "number"),
)  # fmt: skip
document_line = Table(
    "document_line", metadata, _key(), _to("document", "document_id", index=True),
    _to("order_line", "order_line_id", index=True), _int("net"), _int("tax"), _int("gross"),
)  # fmt: skip
document_party = Table(
    "document_party", metadata, _key(), _to("document", "document_id", index=True), _words("name"), _words("address"),
    _int("keep_until"),
)  # fmt: skip
calendar = Table(
    "calendar", metadata, _key(), _public(), _to("tutor", "tutor_id"), _words("name"), _int("read_at"),
    UniqueConstraint("tutor_id", "name"),
)  # fmt: skip
busy = Table(
    "busy", metadata, _key(), _to("calendar", "calendar_id"), _to("tutor", "tutor_id"), _words("uid"),
    _words("recurrence"), _int("start"), _int("end"), _words("title"),
    Column("all_day", Boolean, nullable=False, server_default=text("false")),
    Column("tentative", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("calendar_id", "uid", "recurrence"),
    Index("ix_busy_tutor_start", "tutor_id", "start"),
)  # fmt: skip
calendar_link = Table(
    "calendar_link", metadata, _key(), _to("slot", "slot_id"), _code("connection"), _words("calendar"),
    _int("n", default=1), _code("state"), _words("etag"), _words("uid"), _words("html_link"), _words("join_url"),
    Column("meeting", String(32), nullable=False, server_default="NONE"), _int("asked", default=0),
    _int("seen_start", null=True), _int("seen_end", null=True), _int("look_at", null=True), _int("looks", default=0),
    _int("sequence", default=0), _int("checked_at", null=True), UniqueConstraint("slot_id"),
    CheckConstraint(
        "state IN ('TO_CREATE','SYNCED','TO_UPDATE','TO_DELETE','DELETED','FAILED')", name="state",
    ),
    Index("ix_calendar_link_look_at", "look_at"),
)  # fmt: skip
calendar_setting = Table(
    "calendar_setting", metadata, Column("connection", String(32), primary_key=True), _words("calendar"),
    _words("owner"), _int("remind", null=True), _code("detail"), Column("meet", Boolean, nullable=False),
    _to("tutor", "tutor_id", null=True), _to("tutor", "busy_id", null=True),
)  # fmt: skip
calendar_use = Table(
    "calendar_use", metadata, _key(), Column("connection", String(32), nullable=False), _words("calendar"),
    _to("tutor", "tutor_id"), _to("service", "service_id", null=True), _int("seats", null=True),
    UniqueConstraint("connection", "calendar"),
)  # fmt: skip
offered = Table(
    "offered", metadata, _key(), Column("connection", String(32), nullable=False), _words("calendar"),
    Column("event", String(1024), nullable=False), _int("start"), _int("end"), _code("state"),
    UniqueConstraint("connection", "calendar", "event"),
    CheckConstraint("state IN ('OPEN','WAITS','GONE')", name="state"),
)  # fmt: skip
change = Table(
    "change", metadata, _key(), Column("key", String(32), nullable=False, unique=True), _int("at"), _code("role"),
    Column("person", String(32), nullable=True), _code("verb"), Column("digest", String(16), nullable=False),
    Column("subject", String(32), nullable=True), _to("change", "undoes", null=True),
    UniqueConstraint("undoes"),
)  # fmt: skip
activity = Table(
    "activity", metadata, _key(), _to("change", "change_id", index=True), _int("at"), _code("role"),
    Column("person", String(32), nullable=True), _code("kind"), _to("booking", "booking_id", null=True, index=True),
    _to("slot", "slot_id", null=True, index=True), _to("desk_order", "order_id", null=True, index=True),
    Column("body", Text, nullable=False),
)  # fmt: skip
kept_words = Table(
    "kept_words", metadata, _key(), _to("activity", "activity_id", index=True), _code("field"), _words("words"),
    _to("person", "person_id", null=True, index=True),
)  # fmt: skip

notice_rule = Table(
    "notice_rule", metadata, _key(), _public(), _code("notice"), _code("audience"), _code("channel"),
    _int("minutes", null=True), Column("active", Boolean, nullable=False), _int("quiet_from", null=True),
    _int("quiet_until", null=True),
)  # fmt: skip
template = Table(
    "template", metadata, _key(), _public(), _code("notice"), _code("language"), _words("subject"), _words("body"),
)  # fmt: skip
message = Table(
    "message", metadata, _key(), _public(), _code("audience"), _to("person", "person_id", index=True), _code("state"),
    _int("created_at"), _int("turned_at", null=True), _words("code"), _words("address"), _words("language"),
    _words("subject"), _words("body"), _words("html"),
    CheckConstraint("state IN ('SCHEDULED','SENT','FAILED','SUPPRESSED','UNCERTAIN')", name="state"),
    Index("ix_message_state", "state", "turned_at"),
)  # fmt: skip
notification = Table(
    "notification", metadata, _key(), _to("message", "message_id", index=True),
    _to("booking", "booking_id", index=True), _code("audience"), Column("person", String(32), nullable=False),
    _code("notice"), Column("about", String(32), nullable=True), Column("rule", String(32), nullable=True),
    _code("channel"), _int("start", null=True), _code("state"),
    UniqueConstraint("rule", "booking_id", "person", "channel", "start"),
)  # fmt: skip

seal = Table(
    "seal", metadata,
    Column("activity_id", BigInteger().with_variant(Integer, "sqlite"), ForeignKey("activity.id"), primary_key=True,
           autoincrement=False),
    Column("digest", String(64), nullable=False),
)  # fmt: skip

APPEND_ONLY = (
    "change",
    "activity",
    "ledger_txn",
    "ledger_line",
    "receipt",
    "order_line",
    "day_close",
    "document",
    "document_line",
    "seal",
)
