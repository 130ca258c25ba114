"""People in a list: by name, accents and capitals or not, a page at a time"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column(
        "people",
        sa.Column("sorted_by", sqltypes.AutoString(), nullable=False, server_default=""),
    )
    op.create_index(op.f("ix_people_sorted_by"), "people", ["sorted_by"])
    _fill()


def _fill() -> None:
    from planner.store.people import sorted_by

    connection = op.get_bind()
    known = connection.execute(
        sa.text(
            "SELECT p.id, p.name, min(a.address) FROM people p"
            " JOIN addresses a ON a.person_id = p.id GROUP BY p.id"
        )
    )
    given = [{"id": id_, "by": sorted_by(name, address)} for id_, name, address in known]
    if given:
        connection.execute(sa.text("UPDATE people SET sorted_by = :by WHERE id = :id"), given)
