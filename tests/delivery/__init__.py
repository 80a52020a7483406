"""What Cairn sends by itself: the engine, the courier, the publisher, the care."""
