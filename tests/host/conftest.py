"""The same office in which messages are sent."""

from bot.host.metrics import Metrics
from tests.delivery.conftest import Office, office

__all__ = ["metrics_at", "office"]


def metrics_at(office: Office) -> Metrics:
    """What is counted there."""
    client = office.world.app.client
    return Metrics(client, client.answers, office.store, office.dispatcher, office.content, office.world.now)
