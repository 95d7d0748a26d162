"""What a diary looks like outside of here: export and import, as plain files and values."""
