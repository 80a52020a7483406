"""What PostgreSQL refuses, in one sentence each; and no text of an error that names anybody."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from asyncpg import PostgresError
from sqlalchemy import Engine, ExceptionContext, event
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.domain.errors import StoreUnavailable

GONE = "the database can't be reached: check that PostgreSQL runs and that DATABASE_URL leads to it"
LOCKED = "somebody else keeps what is to be changed: try again; if it stays so, look for a stuck process"
FULL = "the database's disk is full: free some space there; nothing that was saved is lost"
SLOW = "the database takes too long: look at what it is doing, then try again"
CONFUSED = "the database gave up because of what others did at the same time: try again"

SENTENCES = {
    "28": "the database refuses the user or the password: mend DATABASE_URL",
    "3D000": "there is no database of that name: mend DATABASE_URL, or make it with `createdb`",
    "42501": "the database user may not do this: let it own the database that DATABASE_URL names",
    "42P01": "the database holds nothing of Cairn's: `./cairn migrate` prepares it",
    "25006": "the database can't be written: DATABASE_URL leads to a replica, or it is set to be read only",
    "53100": FULL,
    "53": "the database has no room for more connections or memory: give it more, or run fewer processes",
    "55P03": LOCKED,
    "57014": SLOW,
    "40": CONFUSED,
    "08": GONE,
    "57": GONE,
    "25P": GONE,
}
"""By code, or by the beginning of one (PostgreSQL, appendix A); the longest beginning counts."""


@contextmanager
def explained() -> Iterator[None]:
    """Turn the database's refusals into StoreUnavailable; mistakes of our own stay what they are."""
    try:
        yield
    except PoolTimeout as error:
        raise StoreUnavailable(SLOW) from error
    except (PostgresError, StatementError, OSError) as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        raise StoreUnavailable(sentence) from error


def sentence_of(error: Exception) -> str | None:
    """What to tell a host about an error; None where it is a mistake of ours."""
    cause = error.orig if isinstance(error, StatementError) else error
    if isinstance(cause, TimeoutError):
        return SLOW
    if isinstance(cause, OSError):
        return GONE
    code = str(getattr(cause, "sqlstate", None) or "")
    for length in (5, 3, 2):
        if len(code) == 5 and code[:length] in SENTENCES:
            return SENTENCES[code[:length]]
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return GONE if lost else None


def name_nobody(engine: Engine) -> None:
    """Keep out of every error's text, and out of what led to it, what it says of rows and values."""
    event.listen(engine, "handle_error", _without_values)


def _without_values(context: ExceptionContext) -> None:
    told: Any = context.sqlalchemy_exception
    nameless(context.original_exception)
    if told is not None:
        told.args = (_plain(context.original_exception),)


def nameless(error: BaseException) -> None:
    """Take out of an error, and out of what led to it, what it says of rows and values."""
    cause: BaseException | None = error
    while cause is not None:
        for part in ("detail", "hint", "where", "internal_query"):
            if getattr(cause, part, None) is not None:
                setattr(cause, part, None)
        cause.args = (_plain(cause),)
        cause = cause.__cause__


def _plain(error: BaseException) -> str:
    """The first line of an error; of one about a value only what kind it is."""
    code = str(getattr(error, "sqlstate", None) or "")
    about_a_value = code.startswith("22") or "query argument" in str(error)
    return f"{type(error).__name__} {code}" if about_a_value else str(error).partition("\n")[0]
