"""What a program of the proof says while it works."""

__all__ = ["tell"]


def tell(*words: object) -> None:
    """Print at once: whoever reads a log wants to see where it stands."""
    print(*words, flush=True)  # noqa: T201 - this is a program's voice
