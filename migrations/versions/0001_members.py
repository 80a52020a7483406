"""Members, and the log of their progress.

No revision has a way down: a downgrade would have to lose what members did since. The way back is a backup.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "members",
        sa.Column("user_id", KEY, autoincrement=False, nullable=False),
        sa.Column("roadmap", sa.String(), nullable=False),
        sa.Column("enrolled_at", sa.BigInteger(), nullable=False),
        sa.Column("started", sa.Boolean(), nullable=False),
        sa.Column("nudged", sa.Boolean(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String()),
        sa.Column("dm_channel", sa.BigInteger()),
        sa.Column("seen_day", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_members"),
    )
    op.create_table(
        "changes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("roadmap", sa.String(), nullable=False),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("undone_by", sa.BigInteger()),
        sa.Column("undone_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["members.user_id"], name="fk_changes_user_id_members", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("interaction_id", name="uq_changes_interaction_id"),
        sa.UniqueConstraint("undone_by", name="uq_changes_undone_by"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_changes_user_id_id", "changes", ["user_id", "id"])
    op.create_table(
        "marks",
        sa.Column("change_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("evidence", sa.String()),
        sa.PrimaryKeyConstraint("change_id", "action", name="pk_marks"),
        sa.ForeignKeyConstraint(
            ["change_id"], ["changes.id"], name="fk_marks_change_id_changes", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
