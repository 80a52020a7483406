"""Steps: what is marked is an action or a step of one, and what follows from a mark is kept beside it.

Also hours a week, the path, how often somebody wants to be written to, what they planned, when they were
still on it, their last pause, and notes.

What members had finished of the roadmap as the first edition had it is written down, because from now on a
phase that was finished stays so when something joins it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

ROADMAP = "mlops-engineer"
PHASES = {
    "foundations": ("numpy-pandas", "ml-course", "linux-git-cloud", "flask-api"),
    "core-tools": ("docker-kubernetes", "github-actions", "mlflow", "cloud-deploy", "guided-project"),
    "portfolio": ("portfolio-project", "model-monitoring", "terraform", "open-source-or-blog", "networking"),
    "job-search": (
        *("resume-github", "interview-practice", "applications", "behavioural-stories"),
        "contract-internship",
    ),
}

# By member and stretch the change that closed the last of its actions, if anything in it was done.
FINISHED = """
    INSERT INTO marks (change_id, ref, state, follows)
    SELECT max(closed.change), :stretch, 'done', :follows FROM (
        SELECT changes.user_id AS who, marks.ref AS ref, min(changes.id) AS change,
               max(CASE marks.state WHEN 'done' THEN 1 ELSE 0 END) AS done
        FROM changes JOIN marks ON marks.change_id = changes.id
        WHERE changes.undone_by IS NULL AND changes.roadmap = :roadmap AND marks.ref IN :actions
        GROUP BY changes.user_id, marks.ref
    ) AS closed
    GROUP BY closed.who HAVING count(*) = :number AND max(closed.done) = 1
"""

# Whoever saw a percentage of actions is told that it is one of hours.
COUNTED_IN_ACTIONS = """
    UPDATE members SET steps_told = false WHERE EXISTS (
        SELECT 1 FROM changes WHERE changes.user_id = members.user_id AND changes.undone_by IS NULL
    )
"""


def upgrade() -> None:
    op.alter_column("marks", "action", new_column_name="ref")
    op.add_column("marks", sa.Column("ordinal", sa.Integer()))
    op.add_column("marks", sa.Column("repeat", sa.Integer()))
    op.add_column("marks", sa.Column("follows", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("marks", sa.Column("undone_by", sa.BigInteger()))
    stretches = {**PHASES, "*": tuple(name for names in PHASES.values() for name in names)}
    for stretch, actions in stretches.items():
        finished = sa.text(FINISHED).bindparams(sa.bindparam("actions", actions, expanding=True))
        where = {"stretch": stretch, "follows": True, "roadmap": ROADMAP, "number": len(actions)}
        op.get_bind().execute(finished, where)
    op.add_column("members", sa.Column("hours", sa.Integer()))
    op.add_column("members", sa.Column("week_before", sa.Integer()))
    op.add_column("members", sa.Column("hours_at", sa.BigInteger()))
    op.add_column("members", sa.Column("every", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("members", sa.Column("pause_from", sa.BigInteger()))
    op.add_column("members", sa.Column("pause_to", sa.BigInteger()))
    op.add_column("members", sa.Column("planned", sa.String()))
    op.add_column("members", sa.Column("plan_spent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("members", sa.Column("still_at", sa.BigInteger()))
    op.add_column("members", sa.Column("away", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("members", sa.Column("paths", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("members", sa.Column("steps_told", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("members", sa.Column("told_hours", sa.Double()))
    op.get_bind().execute(sa.text(COUNTED_IN_ACTIONS))
    op.create_table(
        "notes",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("roadmap", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["members.user_id"], name="fk_notes_user_id_members", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "roadmap", "ref", name="pk_notes"),
        sqlite_with_rowid=False,
    )
