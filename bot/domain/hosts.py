"""Hosts, read as a browser reads them: names in any alphabet, and the numbers of machines."""

import re
import unicodedata
from ipaddress import ip_address

import idna

from bot.domain.signs import blank

LONGEST = 253

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_ACE = "xn--"


def spelt(host: str) -> str | None:
    """A host in the network's letters, without the dot that may end it; None for what is none.

    A port or the brackets around an address of IPv6 are no part of it.
    """
    if _is_ip(host):
        return host
    try:
        labels = [_ascii(label) for label in idna.uts46_remap(host, std3_rules=False).split(".")]
    except (idna.IDNAError, UnicodeError):
        return None
    found = ".".join(labels).removesuffix(".")
    if len(found) > LONGEST or not all(map(_LABEL.fullmatch, found.split("."))):
        return None
    return None if labels[-1].isdigit() and not _is_ip(found) else found


def shown(host: str) -> str:
    """A host that is spelt like that, in its own alphabet."""
    return ".".join(map(_own, host.split(".")))


def _ascii(label: str) -> str:
    """A label without capitals; IDNAError or UnicodeError where there can't be one like it."""
    if not label.isascii():
        # Browsers take signs such as emoji, which the rules for new names do not.
        idna.check_label("".join(sign for sign in label if not _is_picture(sign)) or "x")
        return f"{_ACE}{label.encode('punycode').decode()}"
    if label.startswith(_ACE) and _ascii(idna.uts46_remap(_own(label), std3_rules=False)) != label:
        raise UnicodeError
    return label


def _own(label: str) -> str:
    return label.removeprefix(_ACE).encode().decode("punycode") if label.startswith(_ACE) else label


def _is_picture(sign: str) -> bool:
    return unicodedata.category(sign) in ("So", "Sk") and not sign.isascii() and not blank(sign)


def _is_ip(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False
