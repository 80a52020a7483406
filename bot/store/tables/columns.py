"""What columns hold, and the catalogue that all tables stand in."""

from sqlalchemy import BigInteger, Integer, MetaData


class Snowflake(BigInteger):
    """An id that Discord gave."""


class Moment(BigInteger):
    """Epoch seconds, UTC."""


class Day(Integer):
    """A day, counted from 1970-01-01: the member's own, or where there is no member UTC's."""


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)
