"""Makes the expression model; nothing at run time needs it."""
