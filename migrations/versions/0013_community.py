"""A server's check-in, digest, milestones and roles for finished phases, its roadmap, and who set what."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for place in ("checkin_channel", "milestones_channel", "moderators_channel"):
        op.add_column("guilds", sa.Column(place, sa.BigInteger()))
    op.add_column("guilds", sa.Column("checkin_day", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("guilds", sa.Column("checkin_minute", sa.Integer(), nullable=False, server_default="600"))
    op.add_column("guilds", sa.Column("checkin_at", sa.BigInteger()))
    op.add_column("guilds", sa.Column("checkin_week", sa.Integer()))
    op.add_column(
        "guilds", sa.Column("checkin_rests", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("guilds", sa.Column("digest_minute", sa.Integer(), nullable=False, server_default="540"))
    op.add_column("guilds", sa.Column("digest_at", sa.BigInteger()))
    op.add_column("guilds", sa.Column("digest_week", sa.Integer()))
    op.add_column("guilds", sa.Column("roadmap", sa.String()))
    op.add_column("guilds", sa.Column("phase_roles", sa.JSON(), nullable=False, server_default="{}"))
    for column in ("checkin_at", "digest_at"):
        some = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_guilds_{column}", "guilds", [column], sqlite_where=some, postgresql_where=some)
    op.create_table(
        "setup_changes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger()),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("value", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_setup_changes"),
        sa.UniqueConstraint("interaction_id", name="uq_setup_changes_interaction_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_setup_changes_author_id", "setup_changes", ["author_id"])
    op.create_index("ix_setup_changes_guild_id_what_id", "setup_changes", ["guild_id", "what", "id"])
    op.create_table(
        "roles",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("role", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["members.user_id"], name="fk_roles_user_id_members", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "guild_id", "about", name="pk_roles"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_roles_guild_id", "roles", ["guild_id"])
    removals = sa.text("kind IN ('remove', 'role')")
    op.drop_index("ix_jobs_kind", "jobs")
    op.create_index("ix_jobs_kind", "jobs", ["kind"], sqlite_where=removals, postgresql_where=removals)
