"""``mealroute sample``: make up a day of synthetic people on the streets of an extract."""


def sample() -> int:
    """Make up a day."""
    raise NotImplementedError
