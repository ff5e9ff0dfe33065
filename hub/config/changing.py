"""Changing a configuration: tried in a copy first, then written durably."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from hub.config.folder import PARTIES
from hub.disk import sync_folder, write_durably
from hub.errors import ConfigurationError

__all__ = ["create", "replace", "tried"]


@contextmanager
def tried(config: Path, files: Mapping[str, str]) -> Iterator[tuple[Path, Path]]:
    """Give the configuration as it is and a copy with files new or otherwise, to compare.

    A folder that is not there yet counts as one without parties. The copy goes at the end.
    """
    with tempfile.TemporaryDirectory(prefix="hub-config-") as scratch:
        before, after = config, Path(scratch) / "after"
        if (config / PARTIES).is_dir():
            shutil.copytree(config / PARTIES, after / PARTIES)
        else:
            before = Path(scratch) / "before"
            (before / PARTIES).mkdir(parents=True)
            (after / PARTIES).mkdir(parents=True)
        for name, text in files.items():
            (after / PARTIES / name).write_bytes(text.encode())
        yield before, after


def create(config: Path, files: Mapping[str, str]) -> tuple[Path, ...]:
    """Write new files into ``parties/``, never over others; return where they are.

    Raises ``ConfigurationError`` when one is there already; then none is written.
    """
    folder = config / PARTIES
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name, text in files.items():
        path = folder / name
        try:
            with path.open("x", encoding="utf-8", newline="") as target:
                target.write(text)
        except FileExistsError as error:
            for one in written:
                one.unlink()
            raise ConfigurationError([f"{path}: is there already; it stays as it is"]) from error
        written.append(path)
    sync_folder(folder)
    return tuple(written)


def replace(path: Path, text: str) -> None:
    """Write a party's file anew: the old text stays until the new one is whole."""
    mode = path.stat().st_mode & 0o777
    write_durably(path, BytesIO(text.encode()))
    path.chmod(mode)
