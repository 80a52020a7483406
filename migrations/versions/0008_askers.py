"""Questions that found nothing, by server and by a mark of who asked.

Of what was counted before nobody knows in which server it was asked, nor by how many people, so it goes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.drop_table("questions")
    op.create_table(
        "questions",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("roadmap", sa.String(), nullable=False),
        sa.Column("gist", sa.String(), nullable=False),
        sa.Column("asker", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "roadmap", "gist", "asker", name="pk_questions"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_questions_day", "questions", ["day"])
    op.create_table(
        "question_days",
        sa.Column("asker", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("asker", name="pk_question_days"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_question_days_day", "question_days", ["day"])
    op.create_table(
        "shared",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_shared"),
        sqlite_with_rowid=False,
    )
