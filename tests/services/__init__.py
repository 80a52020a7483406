"""What members and moderators do, on a real database and without Discord."""
