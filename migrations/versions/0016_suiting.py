"""Which revision a version of Cairn has to know to use a database that a newer one has changed."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

SHARED = sa.table("shared", sa.column("name", sa.String()), sa.column("value", sa.String()))


def upgrade() -> None:
    op.execute(SHARED.insert().values(name="oldest revision", value=revision))
