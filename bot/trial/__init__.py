"""Try Cairn without a token: the real bot on a simulated Discord."""
