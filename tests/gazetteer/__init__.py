"""The table of places that ships, and the script that builds it."""
