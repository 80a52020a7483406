"""One table for everything that is sent or done unasked or later, and the language of each member.

What was sent to members, and what is on its way to them, becomes a job, named by what it is and when it was
due; its number stays readable, as it stands in buttons of old messages. What is scheduled to be posted, or on
its way to its channel, becomes one as well.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("state IN ('claimed', 'waiting')")

FROM_NUDGES = """
    INSERT INTO jobs (kind, owner, key, user_id, due_at, state, claimed_at, lease_until, attempts, asked,
                      about, sent_at, channel, message, reason, number)
    SELECT kind, user_id,
           CASE kind WHEN 'snoozed' THEN 's' WHEN 'test' THEN 't' WHEN 'welcome' THEN 'h'
                     WHEN 'farewell' THEN 'f' ELSE 'w' END || due_at,
           user_id, due_at, state, claimed_at, lease_until, attempts,
           kind IN ('welcome', 'test') OR coalesce(reason, '') = 'asked',
           action, sent_at, channel, message, nullif(reason, 'asked'), id
    FROM nudges ORDER BY id
"""

# Two that are due in one second would have one name: the later one gets the next second that is free.
FROM_UPDATES = """
    WITH posting AS (
        SELECT *, coalesce(scheduled_at, claimed_at, created_at) AS due FROM updates
        WHERE state IN ('scheduled', 'claimed')
    ), placed AS (
        SELECT *, max(due - place) OVER (PARTITION BY guild_id ORDER BY due, id) + place AS free FROM (
            SELECT *, row_number() OVER (PARTITION BY guild_id ORDER BY due, id) AS place FROM posting
        ) AS numbered
    )
    INSERT INTO jobs (kind, owner, key, guild_id, due_at, state, claimed_at, lease_until, attempts, asked,
                      about, number)
    SELECT 'post', guild_id, 'u' || free, guild_id, free,
           CASE state WHEN 'claimed' THEN 'claimed' ELSE 'waiting' END,
           coalesce(claimed_at, created_at), coalesce(lease_until, due), attempts, scheduled_at IS NULL,
           CAST(id AS VARCHAR), id
    FROM placed ORDER BY placed.id
"""

# What is looked for again and again, and what is deleted with somebody or something else.
INDEXES = (
    ("members", ["seen_day"]),
    ("clicks", ["at"]),
    ("member_guilds", ["guild_id", "user_id"]),
    ("updates", ["author_id"]),
    ("update_changes", ["author_id"]),
)
INDEXES_OF_FEW = (("members", "refused_at"), ("guilds", "left_at"))


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("owner", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("user_id", sa.BigInteger()),
        sa.Column("guild_id", sa.BigInteger()),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("claimed_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("about", sa.String()),
        sa.Column("sent_at", sa.BigInteger()),
        sa.Column("channel", sa.BigInteger()),
        sa.Column("message", sa.BigInteger()),
        sa.Column("reason", sa.String()),
        sa.Column("number", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("owner", "key", name="uq_jobs_owner"),
    )
    op.execute(FROM_NUDGES)
    op.execute(FROM_UPDATES)
    op.create_index("ix_jobs_user_id", "jobs", ["user_id"])
    op.create_index("ix_jobs_guild_id", "jobs", ["guild_id"])
    op.create_index("ix_jobs_due_at", "jobs", ["due_at"])
    op.create_index("ix_jobs_lease_until", "jobs", ["lease_until"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.drop_table("nudges")
    op.add_column("updates", sa.Column("key", sa.String()))
    op.execute(
        "UPDATE updates SET key = (SELECT key FROM jobs WHERE jobs.owner = updates.guild_id "
        "AND jobs.kind = 'post' AND jobs.number = updates.id)"
    )
    op.drop_index("ix_updates_lease_until", "updates")
    for name in ("claimed_at", "lease_until", "attempts"):
        op.drop_column("updates", name)
    op.add_column("members", sa.Column("locale", sa.String()))
    for table, columns in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
    for table, column in INDEXES_OF_FEW:
        some = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_{table}_{column}", table, [column], sqlite_where=some, postgresql_where=some)
