"""A stand-in for Discord: real HTTP and WebSocket on loopback, which remembers what was really delivered."""
