"""Settings and logs, read by app alone."""
