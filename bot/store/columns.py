"""What tables are made of; each stands in the module that reads and writes it.

They are as the last migration leaves them: a test holds the two together.
"""

from typing import Any

import sqlalchemy as sa


class Snowflake(sa.BigInteger):
    """An id that Discord gave."""


class Moment(sa.BigInteger):
    """Epoch seconds, UTC."""


class Day(sa.Integer):
    """A day, counted from 1970-01-01: the member's own, or where there is no member UTC's."""


metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# SQLite keeps a row under its key itself only where the key is declared INTEGER.
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ID = Snowflake().with_variant(sa.Integer(), "sqlite")


def member_id(**options: Any) -> sa.Column[Any]:
    """The member whose row it is, and with whom it goes."""
    return sa.Column("user_id", Snowflake, sa.ForeignKey("members.user_id", ondelete="CASCADE"), **options)
