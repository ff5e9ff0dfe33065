"""Who has which document number, while endings are written."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from hub.pipeline.protocols import Conclusion
from hub.store.facts import key_of, remembered
from hub.store.locks import NUMBERS, lock_each
from hub.store.questions import grouped
from hub.store.schema import document_key

__all__ = ["Numbers"]

Key = Mapping[str, Any]

_NUMBER = ("tenant", "seller", "kind", "document_number", "edition")
_BYTES = ("tenant", "seller", "sha256")


class Numbers:
    """The numbers that some conclusions want; a document without one goes by its bytes.

    Made inside the transaction that writes: first everybody else who wants one of them is
    waited for, then it is looked up who has them, and that stays true until the end.
    """

    def __init__(self, connection: Connection, conclusions: Sequence[Conclusion]) -> None:
        self._connection = connection
        self._owners: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        wanted = {_wanted(key) for one in conclusions for key in _keys(one)}
        lock_each(connection, NUMBERS, ["\0".join(one) for one in wanted])
        for parts in (_NUMBER, _BYTES):
            self._look(parts, sorted(one for one in wanted if len(one) == len(parts)))

    def overtaken(self, conclusion: Conclusion) -> bool:
        """Whether another interchange has a number of this one.

        It may have taken it a moment ago, in the same batch. An operator's replay takes
        nothing away from anybody.
        """
        if conclusion.envelope.replay_of is not None:
            return False
        own = {conclusion.envelope.interchange}
        return any(self._owners[_wanted(key)] - own for key in _keys(conclusion))

    def take(self, key: Key) -> None:
        """Note that a document has its number, and its bytes, from now on."""
        for parts in (_NUMBER, _BYTES):
            if key[parts[-1]] is not None and key[parts[-2]] is not None:
                self._owners[_kept(key, parts)].add(key["interchange"])

    def _look(self, parts: tuple[str, ...], wanted: Sequence[tuple[str, ...]]) -> None:
        columns = [document_key.c[part] for part in parts]
        # Numbers are looked for under their seller and kind, editions told apart afterwards.
        last = min(len(parts), len(_NUMBER) - 1) - 1
        for beginning, ends in grouped(one[: last + 1] for one in wanted):
            question = select(*columns, document_key.c.interchange).where(
                *(column == part for column, part in zip(columns, beginning, strict=False)),
                columns[last].in_(ends),
            )
            for *found, owner in self._connection.execute(question):
                self._owners[tuple(found)].add(owner)


def _keys(conclusion: Conclusion) -> Iterator[Key]:
    for ended in conclusion.documents:
        key = key_of(conclusion, ended) if remembered(ended) else None
        if key is not None:
            yield key


def _wanted(key: Key) -> tuple[str, ...]:
    return _kept(key, _BYTES if key["document_number"] is None else _NUMBER)


def _kept(key: Key, parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return parts of a key as the table keeps them."""
    return tuple(document_key.c[part].type.fit(key[part]) for part in parts)  # type: ignore[attr-defined]
