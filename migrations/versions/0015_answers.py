"""Answers of a server's moderators to what its members asked in vain, and what was changed in them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "answers",
        sa.Column("id", KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger()),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("roadmap", sa.String(), nullable=False),
        sa.Column("gist", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
        sa.UniqueConstraint("interaction_id", name="uq_answers_interaction_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_answers_author_id", "answers", ["author_id"])
    op.create_index("ix_answers_guild_id_id", "answers", ["guild_id", "id"])
    op.create_table(
        "answer_changes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("answer_id", sa.BigInteger(), nullable=False),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("question_before", sa.String()),
        sa.Column("text_before", sa.String()),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name="fk_answer_changes_answer_id_answers", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_answer_changes"),
        sa.UniqueConstraint("interaction_id", name="uq_answer_changes_interaction_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_answer_changes_answer_id", "answer_changes", ["answer_id"])
    op.create_index("ix_answer_changes_author_id", "answer_changes", ["author_id"])
