"""What messages look like, with the shortest and the longest content."""
