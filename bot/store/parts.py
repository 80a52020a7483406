"""Which rows are the part of one of several processes."""

from sqlalchemy import ColumnElement

from bot.domain.shards import SERVERS_APART, Share


def of_its_servers(guild_id: ColumnElement[int], share: Share) -> ColumnElement[bool]:
    """What is of the servers of its shards."""
    return (guild_id // SERVERS_APART % share.count).in_(share.shards)
