"""The picture of `/progress`: facts in, a PNG out."""
