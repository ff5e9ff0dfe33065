"""Functions written as text: what a table says is decided once, not for every element.

A source holds the functions of one table. They know each other, and what they are given to work
with, by name; each is compiled when it is first called, because most documents need few of them::

    source = Source("oioubl/invoice", {"spell": spell})
    body = Body()
    with body.inside("if value is not None"):
        body.add(f"output.add({'<cbc:ID>'!r} + spell(value))")
    source.define("write_id", ("value", "output"), body)
    source.function("write_id")(value, output)
    print(source.text("write_id"))

Whoever writes such text puts nothing of a table into it but what ``repr`` made of a string or a
number. Names are fixed words and names of the model; any other is refused.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from keyword import iskeyword
from typing import Any

from hub.errors import Defect

__all__ = ["Body", "Source", "is_filled", "plain_name", "unpacked", "variable"]

_INDENT = "    "


class Body:
    """The lines of a function in the making."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._depth = 1

    def add(self, *lines: str) -> None:
        """Append lines where the function is just now."""
        self.lines.extend(_INDENT * self._depth + line for line in lines)

    def extend(self, other: "Body") -> None:
        """Append all lines of another body."""
        self.lines.extend(other.lines)

    @contextmanager
    def inside(self, head: str) -> Iterator[None]:
        """Indent what is added meanwhile, below ``head:``."""
        self.add(f"{head}:")
        self._depth += 1
        yield
        self._depth -= 1


class Source:
    """The functions of one table.

    Args:
        label: what they are called in tracebacks.
        given: what all of them know, by name.
    """

    def __init__(self, label: str, given: Mapping[str, Any]) -> None:
        self._label = label
        self._names: dict[str, Any] = {plain_name(name): value for name, value in given.items()}
        self._texts: dict[str, str] = {}
        self._waiting: set[str] = set()

    def bind(self, word: str, value: Any) -> str:
        """Return a name of its own under which the functions find a value."""
        number = len(self._names)
        while f"{word}_{number}" in self._names:
            number += 1
        name = plain_name(f"{word}_{number}")
        self._names[name] = value
        return name

    def define(self, name: str, parameters: Sequence[str], body: Body) -> None:
        """Take a function that others call by ``name``."""
        head = f"def {plain_name(name)}({', '.join(map(plain_name, parameters))}):"
        self._texts[name] = "\n".join((head, *body.lines, ""))
        self._waiting.add(name)

        # Others may call it before anybody asked for it.
        def first(*values: Any) -> Any:
            return self.function(name)(*values)

        self._names[name] = first

    def function(self, name: str) -> Callable[..., Any]:
        """Return a function, compiled."""
        if name in self._waiting:
            code = compile(self._texts[name], f"<{self._label}: {name}>", "exec")
            # The text is this package's own, see above; it puts the function among the names.
            exec(code, self._names)  # noqa: S102
            self._waiting.discard(name)
        found: Callable[..., Any] = self._names[name]
        return found

    def text(self, name: str) -> str:
        """Return the text of a function, to be read."""
        return self._texts[name]


def plain_name(name: str) -> str:
    """Return a name that may stand in a program; raises ``Defect`` for anything else."""
    if not (name.isascii() and name.isidentifier()) or iskeyword(name):
        message = f"{name!r} is no name"
        raise Defect(message)
    return name


def variable(field: str) -> str:
    """Return the variable that holds a field of the model."""
    return plain_name(f"f_{field}")


def unpacked(fields: Iterable[str]) -> str:
    """Return the variables of all fields of a struct, as its tuple is taken apart into them."""
    return f"({' '.join(f'{variable(field)},' for field in fields)})"


def is_filled(field: str, *, many: bool) -> str:
    """Return the condition that a field of the model says something."""
    return variable(field) if many else f"{variable(field)} is not None"
