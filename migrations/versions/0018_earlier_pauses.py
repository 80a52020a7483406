"""The weeks of the pauses before the last one: a forecast looks back beyond that."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("members", sa.Column("earlier_pauses", sa.JSON()))
