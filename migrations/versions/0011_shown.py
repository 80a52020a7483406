"""What members choose to show in a server, where a server has a place for it, and whom it keeps from that."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for place in ("help_channel", "showcase_channel"):
        op.add_column("guilds", sa.Column(place, sa.BigInteger()))
    op.add_column("members", sa.Column("shown_told", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "shown",
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("context", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("link", sa.String()),
        sa.Column("place", sa.BigInteger()),
        sa.Column("key", sa.String()),
        sa.Column("posted_at", sa.BigInteger()),
        sa.Column("channel", sa.BigInteger()),
        sa.Column("message", sa.BigInteger()),
        sa.Column("solved", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("gone_by", sa.String()),
        sa.Column("told", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("looked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shown"),
        sa.UniqueConstraint("interaction_id", name="uq_shown_interaction_id"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["members.user_id"], name="fk_shown_user_id_members", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_shown_user_id_id", "shown", ["user_id", "id"])
    op.create_index("ix_shown_guild_id_key", "shown", ["guild_id", "key"])
    op.create_index("ix_shown_looked_at", "shown", ["looked_at"])
    removals = sa.text("kind = 'remove'")
    op.create_index("ix_jobs_kind", "jobs", ["kind"], sqlite_where=removals, postgresql_where=removals)
    op.create_table(
        "blocks",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "mark", name="pk_blocks"),
        sqlite_with_rowid=False,
    )
