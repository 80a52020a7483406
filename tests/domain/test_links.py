"""Which links can be kept, and why one can't."""

import pytest

from bot.domain.errors import Unusable, Why
from bot.domain.links import LONGEST, parse_link


@pytest.mark.parametrize(
    "typed",
    [
        "https://github.com/robin/notes",
        "http://x.example",
        "https://x.example:8080/a?b=c#d",
        "https://en.wikipedia.org/wiki/Cairn_(disambiguation)",
        "https://x.example/a(b(c))?d=(e)#f",
        "https://münchen.de/rathaus",
        "https://例え.jp/",
        "https://пример.рф/путь",
        "https://x.example/Ü?q=ä&r=東",
        "https://my_app.x.example/",
        # These are other sites than those with ss and without a joiner, which the older rules made of them.
        "https://faß.de/",
        "https://παράδειγμας.gr/",
        "https://نامه\u200cای.com/",  # noqa: RUF001 - as it is written in Persian
        "https://😀.example/",
        "https://x.example?query",
        "https://x.example#top",
        "https://x.example:65535/",
        "https://192.0.2.7/a",
        "https://x.example/a%20b",
        "https://x.example/@robin/1",
        "https://x.example/?next=https://y.example/",
    ],
)
def test_a_link_is_kept_as_typed(typed: str) -> None:
    assert parse_link(f" {typed} ") == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("github.com/robin", "https://github.com/robin"),
        ("x.example", "https://x.example"),
        ("x.example:8443/a", "https://x.example:8443/a"),
        ("//x.example/a", "https://x.example/a"),
        ("www.x.example/a_(b)", "https://www.x.example/a_(b)"),
        ("<https://x.example/a>", "https://x.example/a"),
        ("<x.example/a>", "https://x.example/a"),
        ("(https://x.example/a_(b))", "https://x.example/a_(b)"),
        ("**`https://x.example/a*`**", "https://x.example/a%2A"),
        ('"https://x.example/"', "https://x.example/"),
        ("\u200bhttps://x.example/\ufeff", "https://x.example/"),
        ("HTTPS://X.Example/Ü", "https://x.example/Ü"),
        ("“https://x.example/a”", "https://x.example/a"),
        ("„x.example“", "https://x.example"),
        ("«x.example»", "https://x.example"),
        ("\u2018https://x.example\u2019", "https://x.example"),
        ("https://x.example,", "https://x.example"),
        ("https://x.example!", "https://x.example"),
        ("x.example;", "https://x.example"),
        ("https://x.example:8443,", "https://x.example:8443"),
        ("https:x.example/a", "https://x.example/a"),
        ("https:\\\\x.example\\a\\b", "https://x.example/a/b"),
        ("https:////x.example/a", "https://x.example/a"),
        ("https://x.example./a", "https://x.example/a"),
        ("https://x.example:/a", "https://x.example/a"),
        ("https://x.example:0443/a", "https://x.example:443/a"),
        ("https://\uff58\uff0eexample/", "https://x.example/"),
        ("https://例え。jp/", "https://例え.jp/"),
        ("https://xn--mnchen-3ya.de/", "https://münchen.de/"),
        ("https://MÜNCHEN.de/", "https://münchen.de/"),
        ("https://xn--fa-hia.de/", "https://faß.de/"),
        ("https://xn--strae-oqa.de/", "https://straße.de/"),
        ("https://ex\u00adample.org/", "https://example.org/"),
        ("https://I❤\ufe0f.example/", "https://i❤.example/"),
        ("https://x.example/>evil", "https://x.example/%3Eevil"),
        ("https://x.example/[a](b)", "https://x.example/%5Ba%5D(b)"),
        ('https://x.example/"a"`b`*c*', "https://x.example/%22a%22%60b%60%2Ac%2A"),
        ("https://x.example/\u202efdp.exe", "https://x.example/%E2%80%AEfdp.exe"),
        ("https://x.example/a\u200bb", "https://x.example/a%E2%80%8Bb"),
        ("https://x.example/\x1b[31m", "https://x.example/%1B%5B31m"),
    ],
)
def test_a_link_is_mended_as_a_browser_does(typed: str, kept: str) -> None:
    assert parse_link(typed) == kept
    assert parse_link(kept) == kept


@pytest.mark.parametrize("typed", [None, "", "  ", "\u200b", " \u3164 \n"])
def test_nothing_is_no_link(typed: str | None) -> None:
    assert parse_link(typed) is None


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("ftp://x.example", Why.LINK_SCHEME),
        ("data:x", Why.LINK_SCHEME),
        ("javascript:alert(1)", Why.LINK_SCHEME),
        ("mailto:robin@x.example", Why.LINK_SCHEME),
        ("file:///etc/passwd", Why.LINK_SCHEME),
        ("https://", Why.LINK_SITE),
        ("https://localhost", Why.LINK_SITE),
        ("https://localhost:8000/a", Why.LINK_SITE),
        ("https://[::1", Why.LINK_SITE),
        ("notes", Why.LINK_SITE),
        ("https://x..example/", Why.LINK_SITE),
        ("https://.example/", Why.LINK_SITE),
        ("https://-x.example/", Why.LINK_SITE),
        ("https://x.999/", Why.LINK_SITE),
        ("https://1.2.3/", Why.LINK_SITE),
        (f"https://{'x' * 64}.example/", Why.LINK_SITE),
        ("https://exam\u202eple.org/", Why.LINK_SITE),
        ("https://x,example.org/", Why.LINK_SITE),
        ("https://\u3164.example/", Why.LINK_SITE),
        ("https://x.\u2800/", Why.LINK_SITE),
        ("https://a\u200db.example/", Why.LINK_SITE),
        ("https://xn--zzzzzz.example/", Why.LINK_SITE),
        ("https://xn--x.example/", Why.LINK_SITE),
        ("https://x.123/", Why.LINK_SITE),
        ("[my repo](https://github.com/a/b)", Why.LINK_MARKED),
        ("[a](<https://x.example/>)", Why.LINK_MARKED),
        ("https://robin@x.example", Why.LINK_SIGNED),
        ("https://robin:secret@x.example/a", Why.LINK_SIGNED),
        ("https://github.com@evil.example/", Why.LINK_SIGNED),
        ("https://x.example:99999/", Why.LINK_PORT),
        ("https://x.example:0/", Why.LINK_PORT),
        ("https://x.example:80a/", Why.LINK_PORT),
        ("https://x.example:-1/", Why.LINK_PORT),
        (f"https://x.example:{'9' * 5000}/", Why.LINK_PORT),
        ("my notes", Why.LINK_SPACE),
        ("https://x.example/a b", Why.LINK_SPACE),
        ("https://x.example/\nhttps://y.example", Why.LINK_SPACE),
        ("see https://x.example", Why.LINK_SPACE),
        ("https://x.example/" + "x" * LONGEST, Why.LINK_LONG),
        ("x.example/" + "<" * LONGEST, Why.LINK_LONG),
    ],
)
def test_what_can_not_be_kept_and_why(typed: str, why: Why) -> None:
    with pytest.raises(Unusable) as caught:
        parse_link(typed)
    assert (caught.value.text, caught.value.why) == (typed, why)


def test_the_longest_link() -> None:
    longest = "https://x.example/".ljust(LONGEST, "x")
    assert parse_link(longest) == longest
