"""What is sent to be done, read with care: whoever has the page's address can send anything."""

import json
from collections.abc import Mapping
from typing import Any, TypeVar

Sent = Mapping[str, Any]
"""What the page says of an act: who, where, and what it needs."""

T = TypeVar("T")


class Unreadable(Exception):
    """It is nothing that the page sends."""


def read(body: bytes) -> Sent:
    """The fields of a request. Raises Unreadable."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(sent, dict):
        raise Unreadable
    return sent


def field(sent: Sent, name: str, kind: type[T]) -> T:
    """A field that must be there, and of this kind. Raises Unreadable."""
    value = sent.get(name)
    if not isinstance(value, kind):
        raise Unreadable
    return value
