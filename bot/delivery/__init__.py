"""Outbound: everything Cairn sends by itself."""
