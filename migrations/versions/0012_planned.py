"""A spent plan is told by when it was due, beside when the last weekly message was."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("members", sa.Column("last_planned", sa.BigInteger()))
    op.execute("UPDATE members SET last_planned = coalesce(last_due, 0) + 1 WHERE plan_spent")
    op.drop_column("members", "plan_spent")
