"""Policies in force, decisions with their reasons, requests marked as urgent"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "policies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("rules_hash", sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("text", sqltypes.AutoString(), nullable=False),
        sa.Column("house", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policies")),
    )
    op.create_index(op.f("ix_policies_rules_hash"), "policies", ["rules_hash"])
    with op.batch_alter_table("decisions") as table:
        table.add_column(
            sa.Column("reasons", sqltypes.AutoString(), nullable=False, server_default="{}")
        )
        table.add_column(
            sa.Column("near", sqltypes.AutoString(), nullable=False, server_default="[]")
        )
        table.create_index(op.f("ix_decisions_about"), ["about"])
    with op.batch_alter_table("requests") as table:
        table.add_column(
            sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.text("0"))
        )
    with op.batch_alter_table("special_days") as table:
        table.add_column(
            sa.Column("opens", sqltypes.AutoString(), nullable=False, server_default="")
        )
    with op.batch_alter_table("owner_actions") as table:
        table.create_index(op.f("ix_owner_actions_at"), ["at"])
