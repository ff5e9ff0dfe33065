"""What stands before the root of a file: nothing much, and no DOCTYPE.

Looking at the bytes settles nearly every file. Where it does not, because the beginning is
long, broken or has a DOCTYPE, the parser is asked what it sees.
"""

import re
from typing import Final

__all__ = ["Enough", "Prolog", "begins_with_root"]

_BLANK: Final = re.compile(rb"[ \t\r\n]*")
_NAME: Final = re.compile(rb"<[A-Za-z_:\x80-\xff]")
_MARK: Final = b"\xef\xbb\xbf"
_BESIDE: Final = ((b"<?", b"?>"), (b"<!--", b"-->"))


def begins_with_root(data: bytes) -> bool:
    """Whether nothing but blanks, comments and instructions stands before the first tag.

    ``data`` is the beginning of a file in an encoding in which signs are single ASCII bytes.
    False means that it is not plain to see.
    """
    at = len(_MARK) if data.startswith(_MARK) else 0
    while True:
        at = _BLANK.match(data, at).end()  # type: ignore[union-attr]  # it matches nothing too
        end = next((end for start, end in _BESIDE if data.startswith(start, at)), None)
        if end is None:
            return _NAME.match(data, at) is not None
        found = data.find(end, at)
        if found < 0:
            return False
        at = found + len(end)


class Enough(Exception):
    """Stops a target parser that has seen what it wanted."""


class Prolog:
    """Looks at everything before the root: is there a DOCTYPE?"""

    def __init__(self) -> None:
        self.doctype_seen = False

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Note the DOCTYPE."""
        self.doctype_seen = True
        raise Enough

    def start(self, _tag: str, _attributes: dict[str, str]) -> None:
        """Stop at the root."""
        raise Enough

    def close(self) -> None:
        """Satisfy lxml, which asks every target for it."""
