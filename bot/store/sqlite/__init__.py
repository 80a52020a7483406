"""What only SQLite knows: how its file is opened, read, written, locked, migrated, copied, examined."""
