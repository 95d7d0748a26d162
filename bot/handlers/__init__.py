"""One file per noun: what happens when a person sends something or presses a button."""
