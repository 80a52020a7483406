"""What a host is told: whether all is well, what became of things, and why the bot could not start."""
