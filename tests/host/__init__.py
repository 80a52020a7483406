"""What whoever runs Cairn is told."""
