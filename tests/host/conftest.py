"""The same office in which messages are sent."""

from tests.delivery.conftest import office

__all__ = ["office"]
