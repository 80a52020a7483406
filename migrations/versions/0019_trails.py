"""What the picture of a trail shows that a member chose to show."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("shown", sa.Column("picture", sa.String()))
