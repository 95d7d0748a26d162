"""Every sentence that the bot says, in Korean and English."""
