"""UNSPSC: cleaning, levels, groups and the operator's table."""

from pathlib import Path

import pytest

from hub.errors import ConfigurationError
from hub.facts.unspsc import UnspscLevel, UnspscTable, clean_unspsc, in_groups, level_of

DEMO = Path(__file__).parents[3] / "examples" / "codes" / "unspsc-demo.csv"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("50201709", "50201709"),
        ("50 20 17 09", "50201709"),
        (" 50201709 ", "50201709"),
        ("5020170", None),
        ("5 0201709", None),
        ("502017 09x", None),
        ("", None),
        ("٥٠٢٠١٧٠٩", None),
    ],
)
def test_cleans_pairs_only(text: str, code: str | None) -> None:
    """UNS-01: blanks between pairs go; anything else is not eight digits."""
    assert clean_unspsc(text) == code


def test_tells_the_level() -> None:
    """Trailing pairs of zeros tell the level."""
    assert [level_of(c) for c in ("44000000", "44120000", "44121700", "44121706")] == [*UnspscLevel]
    with pytest.raises(ValueError, match="eight digits"):
        level_of("4412")


def test_groups_are_codes_or_prefixes() -> None:
    """UNS-05: a group of any level, or a bare prefix, holds what begins like it."""
    assert in_groups("44121706", ["44120000"])
    assert in_groups("44121706", ["50", "4412"])
    assert not in_groups("44121706", ["44130000", "50", ""])
    assert in_groups("44121706", ["44121706"])


def test_the_table_knows_children() -> None:
    """UNS-02: children are one level down, at most as many as asked for."""
    table = UnspscTable.load(DEMO, "demo")
    assert "44121706" in table
    assert "44121799" not in table
    assert [entry.code for entry in table.children("44000000")] == ["44120000"]
    assert {e.level for e in table.children("44121700")} == {UnspscLevel.COMMODITY}
    assert len(table.children("44121700", limit=5)) == 5
    assert table.children("44121706") == ()
    assert table.children("99000000") == ()
    entry = table.get("44121706")
    assert entry is not None
    assert entry.title_da == "Træblyanter"
    assert len(list(table)) == len(table)


def test_names_every_mistake(tmp_path: Path) -> None:
    """A wrong table is refused with all its mistakes by row."""
    path = tmp_path / "u.csv"
    path.write_text(
        "code,level,title_en\n4412,class,a\n44120000,class,b\n44000000,segment,c\n"
        "44000000,segment,c\n"
    )
    with pytest.raises(ConfigurationError) as caught:
        UnspscTable.load(path)
    assert [m.split(": ")[0].rsplit(" ", 1)[1] for m in caught.value.mistakes] == ["2", "3", "5"]


@pytest.mark.parametrize("content", [b"code;level\n", b"\xff\xfe\x00"])
def test_refuses_another_file(tmp_path: Path, content: bytes) -> None:
    """A file in another form or encoding is explained, not half read."""
    path = tmp_path / "u.csv"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError):
        UnspscTable.load(path)
