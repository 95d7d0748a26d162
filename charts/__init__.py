"""The pictures. Imported in worker processes only."""
