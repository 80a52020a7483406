"""What only SQLite knows: its files, its locks, its upgrades."""
