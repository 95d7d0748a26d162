"""What the diary looks like and says in Telegram."""
