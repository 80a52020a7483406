"""Places as people name them, and the time zones they stand for."""
