"""Understanding how people ask."""
