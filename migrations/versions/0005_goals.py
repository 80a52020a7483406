"""Certifications as goals, and the ones that members passed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("members", sa.Column("goal", sa.String()))
    op.add_column("members", sa.Column("goal_by", sa.Integer()))
    op.add_column("members", sa.Column("goal_told", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "passed",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("exam", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("link", sa.String()),
        sa.PrimaryKeyConstraint("user_id", "exam", name="pk_passed"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["members.user_id"], name="fk_passed_user_id_members", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
