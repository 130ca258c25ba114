"""What an absence needs: the servers' own replies, and letters that the owner sends by hand"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "away_servers",
        sa.Column("channel", sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqltypes.AutoString(), nullable=False),
        sa.Column("wanted", sqltypes.AutoString(), nullable=False),
        sa.Column("left", sqltypes.AutoString(), nullable=False),
        sa.Column("before", sqltypes.AutoString(), nullable=False),
        sa.Column("looked_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("problem", sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint(
            "state IN ('nothing', 'setting', 'says', 'taking', 'elsewhere', 'refused')",
            name=op.f("ck_away_servers_state"),
        ),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_away_servers")),
    )
    op.create_table(
        "server_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sqltypes.AutoString(), nullable=False),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("due", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("subject", sqltypes.AutoString(), nullable=False),
        sa.Column("text", sqltypes.AutoString(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("window", sqltypes.AutoString(), nullable=False),
        sa.Column("marks", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_server_words")),
    )
    op.create_index(op.f("ix_server_words_channel"), "server_words", ["channel"])
    # Not in a batch: the table would be made anew, and the triggers of the search with it.
    op.add_column("messages", sa.Column("told", sa.Boolean(), nullable=True))
    with op.batch_alter_table("outbox") as table:
        table.drop_constraint(op.f("ck_outbox_state"), type_="check")
        table.create_check_constraint(
            op.f("ck_outbox_state"),
            "state IN ('queued', 'handing over', 'sent', 'perhaps', 'failed', 'cancelled',"
            " 'rehearsed', 'by hand')",
        )
