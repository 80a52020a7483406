"""Servers' settings, and the updates that moderators post there with everything that was changed in them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "guilds",
        sa.Column("guild_id", KEY, autoincrement=False, nullable=False),
        sa.Column("updates_channel", sa.BigInteger()),
        sa.Column("ping_role", sa.BigInteger()),
        sa.Column("moderator_role", sa.BigInteger()),
        sa.Column("zone", sa.String()),
        sa.Column("publish", sa.Boolean(), nullable=False),
        sa.Column("role_worked", sa.Boolean(), nullable=False),
        sa.Column("left_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("guild_id", name="pk_guilds"),
    )
    op.create_table(
        "updates",
        sa.Column("id", KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger()),
        sa.Column("author_channel", sa.BigInteger()),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("about", sa.String()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("scheduled_at", sa.BigInteger()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("claimed_at", sa.BigInteger()),
        sa.Column("lease_until", sa.BigInteger()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("posted_at", sa.BigInteger()),
        sa.Column("channel", sa.BigInteger()),
        sa.Column("message", sa.BigInteger()),
        sa.Column("reason", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_updates"),
        sa.UniqueConstraint("interaction_id", name="uq_updates_interaction_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_updates_guild_id_id", "updates", ["guild_id", "id"])
    op.create_index(
        "ix_updates_lease_until", "updates", ["lease_until"],
        sqlite_where=sa.text("state IN ('scheduled', 'claimed', 'waiting')"),
        postgresql_where=sa.text("state IN ('scheduled', 'claimed', 'waiting')"),
    )  # fmt: skip
    op.create_table(
        "update_changes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("title_before", sa.String()),
        sa.Column("text_before", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_update_changes"),
        sa.ForeignKeyConstraint(
            ["update_id"], ["updates.id"], name="fk_update_changes_update_id_updates", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("interaction_id", name="uq_update_changes_interaction_id"),
    )
    op.create_index("ix_update_changes_update_id", "update_changes", ["update_id"])
