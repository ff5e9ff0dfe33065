"""The two check digit schemes of the identifiers the hub knows, as plain arithmetic.

They run for every line of a catalogue, so they use the standard library only: a general
number library costs tens of milliseconds and ten megabytes to import.
"""

__all__ = ["gs1_check_digit", "mod11_check_digit"]


def gs1_check_digit(body: str) -> str:
    """Return the digit that closes a GS1 number (GLN, GTIN) whose other digits are ``body``.

    Weights 3 and 1 alternate from the right, so that one function serves every length.
    """
    total = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def mod11_check_digit(body: str, weights: tuple[int, ...], own_weight: int) -> str | None:
    """Return the digit that makes the weighted sum of ``body`` and itself divisible by 11.

    None when no single digit does: such a body was never issued.
    """
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    for digit in range(10):
        if (total + digit * own_weight) % 11 == 0:
            return str(digit)
    return None
