"""What was typed into a form is never lost."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.domain.custom_id import Press
from bot.domain.errors import Unkept


@contextmanager
def returned(press: Press) -> Iterator[None]:
    """What was typed comes back to its author with whatever goes wrong in here."""
    try:
        yield
    except Exception as error:  # nobody should have to type it again, for any reason
        raise Unkept(error, tuple(filter(None, press.fields.values()))) from error
