"""What is in the video: a file in, a report out."""
