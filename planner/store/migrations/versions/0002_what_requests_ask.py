"""What requests ask, who is ready to buy, and shared errands"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = '0002'
down_revision = '0001'


def upgrade() -> None:
    with op.batch_alter_table('requests', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('asks', sqltypes.AutoString(), nullable=False, server_default='')
        )
        batch_op.add_column(
            sa.Column('ready_to_buy', sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column('errand', sqltypes.AutoString(), nullable=False, server_default='')
        )


def downgrade() -> None:
    with op.batch_alter_table('requests', schema=None) as batch_op:
        batch_op.drop_column('errand')
        batch_op.drop_column('ready_to_buy')
        batch_op.drop_column('asks')
