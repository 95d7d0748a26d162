"""The only door: commands, wiring, doctor."""
