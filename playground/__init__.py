"""A local stand-in for the Telegram Bot API server, and a demo on it."""
