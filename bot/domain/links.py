"""Which links a member may keep as evidence of a finished action, read as a browser reads an address."""

import re
from urllib.parse import quote

from bot.domain.errors import Unusable, Why
from bot.domain.hosts import shown, spelt
from bot.domain.signs import blank

LONGEST = 300
LAST_PORT = 65_535

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_WEB = re.compile(r"(https?):[/\\]*", re.IGNORECASE)
_END_OF_SITE = re.compile(r"[/\\?#]")
_END_OF_PATH = re.compile(r"[?#]")
_MARKED = re.compile(r"\[.*\]\(.*\)", re.DOTALL)  # in Discord's markdown a text that leads somewhere
_AROUND = dict(zip("<(\"'`*_|“\u2018«„", ">)\"'`*_|”\u2019»“", strict=True))
_BEHIND = ",;!…"
"""What no site ends with, but a sentence does."""

# They would end a link early where it is shown.
_ENCODED = re.compile(r"[<>\"{}|\\^`\[\]*]|[^\S ]")


def parse_link(text: str | None) -> str | None:
    """A web address as a browser takes it, None for nothing.

    What is missing or only surrounds it is mended: a scheme, brackets, quotes. Unusable says what is wrong.
    """
    typed = (text or "").strip()
    if blank(typed):
        return None
    bare = _bare(typed)
    if _MARKED.fullmatch(bare):
        raise Unusable(typed, Why.LINK_MARKED)
    scheme, address = _begun(bare, typed)
    if re.search(r"\s", address):
        raise Unusable(typed, Why.LINK_SPACE)
    site = _END_OF_SITE.split(address, maxsplit=1)[0]
    path = _END_OF_PATH.split(address[len(site) :], maxsplit=1)[0]
    rest = address[len(site) + len(path) :]
    below = _encoded(path.replace("\\", "/") + rest)
    link = f"{scheme}://{_site(site, typed)}{below}"
    if len(link) > LONGEST:
        raise Unusable(typed, Why.LINK_LONG)
    return link


def _bare(typed: str) -> str:
    """Without what comes with copying, and the brackets that keep Discord from showing a preview."""
    bare = typed.strip("\u200b\u2060\ufeff \t\r\n")
    while len(bare) > 1 and _AROUND.get(bare[0]) == bare[-1]:
        bare = bare[1:-1].strip()
    return bare


def _begun(bare: str, typed: str) -> tuple[str, str]:
    """The scheme, https if there is none, and what follows it."""
    if web := _WEB.match(bare):
        return web[1].lower(), bare[web.end() :]
    # "example.org:8080/a" has no scheme, but a port.
    scheme = _SCHEME.match(bare)
    if scheme and "." not in scheme[1] and not re.match(r"[0-9]", bare[scheme.end() :]):
        raise Unusable(typed, Why.LINK_SCHEME)
    return "https", bare.lstrip("/\\") if bare.startswith(("//", "\\\\")) else bare


def _site(site: str, typed: str) -> str:
    """Host and port, as they were written but for case and width."""
    if "@" in site:
        raise Unusable(typed, Why.LINK_SIGNED)
    name, _, port = site.rstrip(_BEHIND).partition(":")
    host = spelt(name)
    if host is None or "." not in host:
        raise Unusable(typed, Why.LINK_SITE)
    if port and not (re.fullmatch("[0-9]{1,9}", port) and 0 < int(port) <= LAST_PORT):
        raise Unusable(typed, Why.LINK_PORT)
    return f"{shown(host)}:{int(port)}" if port else shown(host)


def _encoded(path: str) -> str:
    """The rest of an address, with what nobody sees, or what would end it where it is shown, as %xx."""
    return "".join(quote(sign) if blank(sign) or _ENCODED.match(sign) else sign for sign in path)
