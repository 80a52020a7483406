"""The weekly nudges: when each member is due, and the log of everything sent unasked.

Whoever wants nudges and has a zone is woken at once; when their first one is due is worked out then.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for column in (
        sa.Column("weekly_at", sa.BigInteger()),
        sa.Column("snooze_at", sa.BigInteger()),
        sa.Column("wake_at", sa.BigInteger()),
        sa.Column("last_due", sa.BigInteger()),
        sa.Column("last_week", sa.Integer()),
        sa.Column("paused_until", sa.BigInteger()),
        sa.Column("resting", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("unanswered", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("refused_at", sa.BigInteger()),
        sa.Column("told", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("members", column)
    op.execute("UPDATE members SET wake_at = 0 WHERE nudged AND zone IS NOT NULL")
    op.create_index(
        "ix_members_wake_at", "members", ["wake_at"], sqlite_where=sa.text("wake_at IS NOT NULL"),
        postgresql_where=sa.text("wake_at IS NOT NULL"),
    )  # fmt: skip
    op.create_table(
        "nudges",
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("claimed_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.BigInteger()),
        sa.Column("action", sa.String()),
        sa.Column("channel", sa.BigInteger()),
        sa.Column("message", sa.BigInteger()),
        sa.Column("reason", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_nudges"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["members.user_id"], name="fk_nudges_user_id_members", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("user_id", "due_at", name="uq_nudges_user_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_nudges_due_at", "nudges", ["due_at"])
    op.create_index(
        "ix_nudges_lease_until", "nudges", ["lease_until"],
        sqlite_where=sa.text("state IN ('claimed', 'waiting')"),
        postgresql_where=sa.text("state IN ('claimed', 'waiting')"),
    )  # fmt: skip
