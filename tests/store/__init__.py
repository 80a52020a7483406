"""What the store keeps, and what it survives."""
