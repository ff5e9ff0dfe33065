"""One running hub per home folder."""

import os
import subprocess
from pathlib import Path

import pytest

from hub.app.lock import AlreadyRunning, hold


def test_second_holder_is_told_who_holds_it(tmp_path: Path) -> None:
    """A second hub is refused with a sentence that names the process."""
    with (
        hold(tmp_path, "worker"),
        pytest.raises(AlreadyRunning, match=rf"\(process {os.getpid()}\)"),
        hold(tmp_path, "worker"),
    ):
        pass


def test_roles_are_locked_apart(tmp_path: Path) -> None:
    """Different roles may run over one home folder, and a lock ends with its holder."""
    with hold(tmp_path, "worker"), hold(tmp_path, "ports"):
        pass
    with hold(tmp_path, "worker"):
        pass


def test_children_of_a_killed_hub_are_waited_for(tmp_path: Path) -> None:
    """While children of a hub that is gone still live, the next one waits for them."""
    with hold(tmp_path, "worker") as handle:
        child = subprocess.Popen(["/bin/sleep", "0.5"], pass_fds=(handle,))
    (tmp_path / "lock.worker").write_text("999999999\n")
    with hold(tmp_path, "worker"):
        assert child.wait(5) == 0
