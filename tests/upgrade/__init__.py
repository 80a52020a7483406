"""What an earlier version left behind works on: its database, and the buttons it sent."""
