"""Which links a member may keep as evidence of a finished action."""

from urllib.parse import urlsplit

from bot.domain.errors import Unusable, Why

LONGEST = 300


def parse_link(text: str | None) -> str | None:
    """The web address as typed, None for nothing; Unusable if it is not http(s), too long or has spaces."""
    link = (text or "").strip()
    if not link:
        return None
    try:
        parts = urlsplit(link)
    except ValueError:
        raise Unusable(link, Why.LINK) from None
    plain = not any(c.isspace() or c in "<>()[]" for c in link)
    if parts.scheme in ("http", "https") and "." in (parts.hostname or "") and plain and len(link) <= LONGEST:
        return link
    raise Unusable(link, Why.LINK)
