"""Writes the hub's own format."""

from hub.formats.canonical import CanonicalWriter
from hub.formats.format import Format


def writer(target: Format) -> CanonicalWriter:
    """Return the writer of a format of this folder."""
    return CanonicalWriter(target.id)
