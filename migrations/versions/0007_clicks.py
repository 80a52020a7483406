"""The clicks that changed when somebody is written to, so that each counts once."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "clicks",
        sa.Column("interaction_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("interaction_id", name="pk_clicks"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["members.user_id"], name="fk_clicks_user_id_members", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_clicks_user_id", "clicks", ["user_id"])
