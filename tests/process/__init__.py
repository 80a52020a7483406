"""The bot as a process against a stand-in for Discord: starting, stopping, being killed, giving up."""
