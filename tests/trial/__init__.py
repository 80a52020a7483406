"""Trying Cairn out without Discord."""
