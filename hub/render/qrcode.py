"""A number as a square that a phone or a scanner reads."""

import segno

__all__ = ["squares"]

LONGEST = 300
"""Characters; more would make squares too small to read."""


def squares(text: str) -> list[list[bool]]:
    """Return the dark and light squares of a QR code, nothing for what is too long or empty."""
    if not text or len(text) > LONGEST:
        return []
    code = segno.make_qr(text, error="m", boost_error=False)
    return [[bool(square) for square in row] for row in code.matrix]
