"""What Cairn sends by itself: the dispatcher and what it works with."""
