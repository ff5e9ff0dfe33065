"""The line of a key."""

import pytest

from hub.config.lines import line_of

TEXT = '''\
name = "x" # [port]
note = """
name = "no key"
[port]
"""
[a.b]
key = 1

[[port]]
"quoted key" = 1
[port.inner]
deep.er = 2
[[port]]
key = { in = 1 }
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 1),
        (("a", "b", "key"), 7),
        (("a", "b", "missing"), 6),
        (("port", 0, "quoted key"), 10),
        (("port", 0, "inner", "deep", "er"), 12),
        (("port", 1), 13),
        (("port", 1, "key", "in"), 14),
        (("port", 2), None),
        (("missing",), None),
    ],
)
def test_line_of(path: tuple[str | int, ...], line: int | None) -> None:
    """A key is found at its line, a missing one at that of its table."""
    assert line_of(TEXT, path) == line
