"""What mail needs: addresses written to, copies among the sent mail, what came back, search"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0005"
down_revision = "0004"

#: Where a message stands in the index: its second since 1970 above, its own number in the last 31
#: bits. In the order of these numbers messages are in the order of time.
PLACE = "(max(0, min(4294967295, CAST(strftime('%s', {row}at) AS INTEGER))) << 31) | {row}id"
INDEXED = ("subject", "text", "sender_name", "sender_address")


def upgrade() -> None:
    with op.batch_alter_table("requests") as table:
        table.add_column(
            sa.Column("written_to", sqltypes.AutoString(), nullable=False, server_default="")
        )
    with op.batch_alter_table("outbox") as table:
        table.add_column(
            sa.Column("copied", sqltypes.AutoString(), nullable=False, server_default="")
        )
        table.create_index(op.f("ix_outbox_sent_at"), ["sent_at"])
        table.add_column(
            sa.Column("from_address", sqltypes.AutoString(), nullable=False, server_default="")
        )
        wanted = sa.text("copied = 'wanted'")
        table.create_index(
            "ix_outbox_copied", ["id"], sqlite_where=wanted, postgresql_where=wanted
        )
    with op.batch_alter_table("promises") as table:
        table.drop_constraint(op.f("ck_promises_state"), type_="check")
        table.create_check_constraint(
            op.f("ck_promises_state"),
            "state IN ('standing', 'kept', 'moved late', 'broken', 'released', 'not delivered')",
        )
    _search()


def _search() -> None:
    """Full-text search. The index has no copy of the texts; triggers tell it what is written.

    A later script that makes `messages` anew has to make these triggers anew.
    """
    columns = ", ".join(INDEXED)
    op.execute(
        f"CREATE VIRTUAL TABLE messages_fts USING fts5({columns}, content='', columnsize=0,"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    place = PLACE.format(row="")
    op.execute(f"CREATE VIEW messages_places AS SELECT {place} AS place, {columns} FROM messages")

    def row(name: str) -> str:
        return ", ".join([PLACE.format(row=name), *(f"{name}{one}" for one in INDEXED)])

    take = f"INSERT INTO messages_fts(rowid, {columns}) VALUES ({row('new.')});"
    drop = f"INSERT INTO messages_fts(messages_fts, rowid, {columns}) VALUES ('delete', {row('old.')});"
    changed = ", ".join(("id", "at", *INDEXED))
    for name, when, do in (
        ("written", "INSERT", take),
        ("changed", f"UPDATE OF {changed}", f"{drop} {take}"),
        ("deleted", "DELETE", drop),
    ):
        op.execute(
            f"CREATE TRIGGER messages_{name} AFTER {when} ON messages BEGIN {do} END"
        )
    op.execute(
        f"INSERT INTO messages_fts(rowid, {columns})"
        f" SELECT place, {columns} FROM messages_places ORDER BY place"
    )
