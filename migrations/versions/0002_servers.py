"""The servers where a member used /start, so that they hear only of those servers' updates."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "member_guilds",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "guild_id", name="pk_member_guilds"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["members.user_id"], name="fk_member_guilds_user_id_members", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
