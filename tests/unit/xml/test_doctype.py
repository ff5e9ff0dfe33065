"""A DOCTYPE that declares nothing is looked over; every other one is left to be refused."""

import io

import pytest

from hub.xml.doctype import undeclared

HARMLESS = [
    b"<!DOCTYPE BMECAT>",
    b'<!DOCTYPE BMECAT SYSTEM "bmecat.dtd">',
    b"<!DOCTYPE\nBMECAT SYSTEM 'a.dtd'\n>",
    b'<?xml version="1.0"?>\n<!-- made today -->\n<!DOCTYPE B PUBLIC "-//X//Y" "y.dtd">',
    b"\xef\xbb\xbf<!DOCTYPE BMECAT>",
]
DECLARING = [
    b'<!DOCTYPE B [<!ENTITY a "b">]>',
    b'<!DOCTYPE B SYSTEM "b.dtd" [<!ENTITY a "b">]>',
    b"<!DOCTYPE B SYSTEM>",
    b'<!DOCTYPE B SYSTEM "b>.dtd">',
    b"<B/><!DOCTYPE B>",
    "<!DOCTYPE B>".encode("utf-16"),
]


def read(data: bytes, step: int = 7) -> bytes:
    """Read a file in small steps."""
    stream, pieces = undeclared(io.BytesIO(data)), []
    while piece := stream.read(step):
        pieces.append(piece)
    return b"".join(pieces)


@pytest.mark.parametrize("start", HARMLESS)
def test_one_that_declares_nothing_becomes_blanks(start: bytes) -> None:
    """What follows stays where it is, on the line it was on."""
    data = start + b"\n<B>x</B>"
    came = read(data)
    assert b"DOCTYPE" not in came
    assert len(came) == len(data)
    assert came.count(b"\n") == data.count(b"\n")
    assert came.endswith(b"<B>x</B>")


@pytest.mark.parametrize("start", DECLARING)
def test_any_other_stays(start: bytes) -> None:
    """So that the parser refuses it."""
    assert read(start + b"<B/>") == start + b"<B/>"


def test_a_long_file_comes_whole() -> None:
    """Also what lies beyond the beginning that is looked at."""
    data = b"<!DOCTYPE B>" + b"<B>" + b"x" * 200_000 + b"</B>"
    assert read(data, 50_000)[12:] == data[12:]
