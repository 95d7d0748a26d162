"""What can be wrong with the data that somebody gives to training."""


class DataError(Exception):
    """The data set cannot be used as it is. The message says why, and what to do next."""
