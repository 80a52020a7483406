"""Which addresses a link may have, and what is said of the others."""

import pytest

from bot.content.addresses import problem


@pytest.mark.parametrize(
    "address",
    [
        "https://docs.python.org/3/",
        "https://example.org",
        "https://example.org:8443/a?b=c&d=%28e%29#f",
        "https://example.org?query",
        "https://example.org:65535/",
        "https://xn--mnchen-3ya.de/",
        "https://münchen.de/",
        "https://münchen.de/rathaus",
        "https://faß.de/",
        "https://192.0.2.7/",
        "https://例え.jp/",
        "https://de.wikipedia.org/wiki/Zürich",
    ],
)
def test_what_is_an_address(address: str) -> None:
    assert problem(address) is None


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://example.org/", "is not https; write https://example.org/ if that page exists"),
        ("www.example.org", '"www.example.org" is no https address; '),
        ("https://", '"https://" is no https address; '),
        ("https://localhost/", '"https://localhost/" is no https address; '),
        ("https://you@example.org/", '"https://you@example.org/" is no https address; '),
        (
            "https://example.org\\@evil.example/",
            '"https://example.org\\@evil.example/" is no https address; ',
        ),
        ("https://example..org/", '"https://example..org/" is no https address; '),
        (f"https://{'a' * 64}.org/", f'"https://{"a" * 51}… is no https address; '.replace("… is", '…" is')),
        ("https://exa mple.org/", '"https://exa mple.org/" is no https address; '),
        ("https://example.org/a b", '"https://example.org/a b" is no https address; '),
        ("https://example.org/a_(b)", "has a bracket or a quote, which ends a link early; "),
        ("https://example.org:99999/", "99999 is no port, which go from 1 to 65535; "),
        ("https://example.org:0/", "0 is no port, which go from 1 to 65535; "),
        (f"https://example.org:{'9' * 5000}/", f"{'9' * 59}… is no port, which go from 1 to 65535; "),
        ("https://example.org:80a/", '"https://example.org:80a/" is no https address; '),
        ("https://example.org/\u202efdp.exe", "holds an invisible sign (U+202E), "),
        ("https://exam\u200bple.org/", "holds an invisible sign (U+200B), "),
        ("https://example.org/\u2066a", "holds an invisible sign (U+2066), "),
        ("https://\u3164.example/", "holds an invisible sign (U+3164), "),
        ("https://x.example/\u3164", "holds an invisible sign (U+3164), "),
        ("https://x.example/\u00a0", "holds an invisible sign (U+00A0), "),
        ("https://-a.b/", '"https://-a.b/" is no https address; '),
        ("https://1.2.3.4.5/", '"https://1.2.3.4.5/" is no https address; '),
        ("https://x.123/", '"https://x.123/" is no https address; '),
    ],
)
def test_what_is_none(address: str, sentence: str) -> None:
    found = problem(address)
    assert found is not None
    assert found.startswith(sentence)
