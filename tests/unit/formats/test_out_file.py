"""Outputs in the making: small ones need no file, large ones are one from the beginning."""

from pathlib import Path

from hub.formats.outfile import SMALL, OutFile


def test_a_small_output_is_a_file_only_for_who_needs_one(tmp_path: Path) -> None:
    """Its bytes are at hand without a folder; both come when the path is asked for."""
    folder = tmp_path / "out"
    file = OutFile(folder, "a.xml", "application/xml", spare=True)
    file.write(b"<a>")
    file.write(b"</a>")
    part = file.finish()
    with part.payload().open() as stream:
        assert stream.read() == b"<a></a>"
    assert not folder.exists()
    assert part.path.read_bytes() == b"<a></a>"
    assert part.on_disk().content is None
    assert part.on_disk().payload().head(3) == b"<a>"


def test_an_output_that_grows_goes_to_disk(tmp_path: Path) -> None:
    """Whatever was held is in the file, under an unfinished name until the end."""
    held, plain = (
        OutFile(tmp_path / name, "a.xml", "application/xml", spare=spare)
        for name, spare in (("held", True), ("plain", False))
    )
    for piece in (b"x" * SMALL, b"y", b"z" * SMALL):
        held.write(piece)
        plain.write(piece)
    assert [path.name for path in (tmp_path / "held").iterdir()] == ["a.xml.part"]
    one, other = held.finish(), plain.finish()
    assert one.content is None
    assert one.path.read_bytes() == other.path.read_bytes()
    assert (one.size, one.sha256) == (other.size, other.sha256) == (2 * SMALL + 1, one.sha256)


def test_what_is_discarded_leaves_nothing(tmp_path: Path) -> None:
    """Neither a file nor a folder for a small output, and no file for a large one."""
    small = OutFile(tmp_path / "small", "a.xml", "application/xml", spare=True)
    large = OutFile(tmp_path / "large", "a.xml", "application/xml", spare=True)
    small.write(b"x")
    large.write(b"x" * (SMALL + 1))
    small.discard()
    large.discard()
    assert [path.name for path in tmp_path.rglob("*")] == ["large"]
