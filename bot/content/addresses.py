"""Whether a text is a web address that a link can carry, and what to write where it is none."""

import re

from bot.content.faults import clipped
from bot.domain.hosts import spelt
from bot.domain.signs import blank

BEGINNING = "https://"
_ADDRESS = re.compile(r"https://(?P<host>[^\s/?#:@\\]+)(:(?P<port>[0-9]+))?([/?#]\S*)?")
_LAST_PORT = 65535


def problem(address: str) -> str | None:
    """What keeps this from being an https address, in the words of a fault; None if nothing does.

    Names in any alphabet are taken, as in `https://münchen.de/`.
    """
    if address.startswith("http://"):
        return f"is not https; write {BEGINNING}{address.removeprefix('http://')} if that page exists"
    if address.startswith(BEGINNING) and set(address) & set('()[]<>"'):
        # They would end a link early in Discord's markdown.
        return "has a bracket or a quote, which ends a link early; write ( as %28, ) as %29, and so on"
    plain = address.isascii() and address.isprintable()  # as nearly all are
    strange = "" if plain else (sign for sign in address if not sign.isascii() or not sign.isprintable())
    if hidden := next(filter(blank, strange), None):
        return (
            f"holds an invisible sign (U+{ord(hidden):04X}), which can make it look like another; delete it"
        )
    found = _ADDRESS.fullmatch(address)
    if not found or "." not in (spelt(found["host"]) or ""):
        return f'"{clipped(address)}" is no https address; write one such as https://docs.python.org/3/'
    if found["port"] and not 0 < int(found["port"][:6]) <= _LAST_PORT:
        return f"{clipped(found['port'])} is no port, which go from 1 to {_LAST_PORT}; most pages need none"
    return None
