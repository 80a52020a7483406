"""The rules: pure functions and frozen values. No clock, no Discord, no disk; time is an argument."""
