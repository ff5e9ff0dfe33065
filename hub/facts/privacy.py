"""Personal numbers out of text that goes to logs.

Danish CPR numbers are personal data. They are recognised by form only (six digits that can
be a date, an optional dash or blank, four digits): a wrongly masked number in a log line
does no harm, an unmasked one does.
"""

import re

__all__ = ["mask_personal_numbers"]

_CPR = re.compile(
    r"(?<![0-9A-Za-z])"
    r"(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}([- ]?)[0-9]{4}"
    r"(?![0-9A-Za-z])"
)


def mask_personal_numbers(text: str) -> str:
    """Return ``text`` with every CPR number replaced by stars of the same length."""
    return _CPR.sub(lambda found: "******" + found[1] + "****", text)
