"""When a member last heard that Discord refuses what is sent to them: a command tells it once a week."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("members", sa.Column("told_at", sa.BigInteger()))
    op.execute("UPDATE members SET told_at = refused_at WHERE told")
    op.drop_column("members", "told")
