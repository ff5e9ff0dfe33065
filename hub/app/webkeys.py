"""Who may ask: keys of accounts and ports, of which the hub keeps the hashes only.

Configuration holds ``prefix:hash`` of a key, its first eight characters and the SHA-256 of
all of it, so that an operator can tell keys apart and nobody can read one. Keys have 256
random bits, so a plain hash is enough. Two at a time let a partner change without a gap.
"""

import hmac
from collections.abc import Mapping, Sequence
from hashlib import sha256

__all__ = ["Keyring"]

PREFIX = 8
LONGEST = 200
_NOBODY = (f"{'-' * PREFIX}:{sha256(b'').hexdigest()}",)
"""Compared with for an unknown name, so that it takes as long as a wrong key."""


class Keyring:
    """The keys of many names, each compared in constant time."""

    def __init__(self, entries: Mapping[str, Sequence[str]]) -> None:
        self._entries = {name: tuple(known) for name, known in entries.items()}

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def opens(self, name: str, key: str) -> bool:
        """Whether a key is one of a name's; unknown names have none."""
        given = sha256(key[:LONGEST].encode()).hexdigest()
        known = self._entries.get(name) or _NOBODY
        # Every entry is compared, so that the time does not tell which one it was.
        right = [hmac.compare_digest(given, entry.rpartition(":")[2]) for entry in known]
        return any(right) and name in self._entries and 0 < len(key) <= LONGEST

    def bearer(self, name: str, header: str | None) -> bool:
        """Whether an ``Authorization`` header carries a key of a name."""
        scheme, _, key = (header or "").partition(" ")
        return self.opens(name, key.strip()) and scheme.lower() == "bearer"
