"""Every rule of the diary."""
