"""How much somebody showed within a day who had everything deleted since: a mark in place of them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "shown_before",
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("mark", "at", name="pk_shown_before"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_shown_before_at", "shown_before", ["at"])
