"""Which occurrence of a yearly absence a noted one stands for"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("absences") as table:
        table.add_column(
            sa.Column("occurrence", sqltypes.AutoString(), nullable=False, server_default="")
        )
