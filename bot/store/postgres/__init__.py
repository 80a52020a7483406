"""What only PostgreSQL knows: how a database is opened, read, written, locked, migrated, examined."""
