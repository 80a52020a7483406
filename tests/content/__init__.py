"""What the content folder may hold, and what an author is told about the rest."""
