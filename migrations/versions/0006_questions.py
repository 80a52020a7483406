"""Questions that found nothing, counted by day."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("roadmap", sa.String(), nullable=False),
        sa.Column("gist", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("askings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("roadmap", "gist", "day", name="pk_questions"),
        sqlite_with_rowid=False,
    )
