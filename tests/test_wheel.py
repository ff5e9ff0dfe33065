"""What is built from the checkout works without it."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub import __version__

ROOT = Path(__file__).resolve().parent.parent
CARRIED = ("mappings", "xsd", "examples", "requirements/schemas.lock")


def run(*command: str | Path, cwd: Path, home: Path) -> str:
    """Run a program as a user would who has never seen the checkout."""
    ours = ("HUB_", "PYTHON", "VIRTUAL_ENV")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**environment, "HOME": str(home), "XDG_DATA_HOME": str(home / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def carried_files() -> Iterator[Path]:
    """Every file of the checkout that a wheel has to carry, relative to the checkout."""
    for name in CARRIED:
        place = ROOT / name
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(ROOT)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The source archive of the checkout, and a wheel built from that archive alone."""
    folder = tmp_path_factory.mktemp("built")
    build: list[str | Path] = [sys.executable, "-m", "hatchling", "build", "--directory", folder]
    run(*build, "--target", "sdist", cwd=ROOT, home=folder)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as source:
        # Python 3.11.2, which Debian has, knows no filters yet; the archive is our own.
        safe = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        source.extractall(folder / "source", **safe)  # type: ignore[arg-type]  # noqa: S202
    (unpacked,) = (folder / "source").iterdir()
    run(*build, "--target", "wheel", cwd=unpacked, home=folder)
    (wheel,) = folder.glob("*.whl")
    return archive, wheel


@pytest.fixture(scope="module")
def installed(built: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` folder of an environment with the wheel in it and no sight of the checkout."""
    folder = tmp_path_factory.mktemp("elsewhere")
    place = folder / "environment"
    venv.create(place, with_pip=False)
    python = place / "bin" / "python"
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", python, "install"]
    run(*pip, "--quiet", "--no-index", "--no-deps", built[1], cwd=folder, home=folder)
    # The libraries of this environment, without its link to the checkout: a folder that is
    # named in a .pth file has its own .pth files left alone.
    site = run(
        python, "-c", "import site; print(site.getsitepackages()[0])", cwd=folder, home=folder
    )
    libraries = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    (Path(site.strip()) / "libraries.pth").write_text("\n".join(libraries) + "\n")
    return place / "bin"


def test_wheel_carries_the_data(built: tuple[Path, Path]) -> None:
    """Mappings, schema manifest, examples, pinned schema wheel: every file, in hub/_data."""
    with zipfile.ZipFile(built[1]) as wheel:
        inside = set(wheel.namelist())
    expected = {f"hub/_data/{path.as_posix()}" for path in carried_files()}
    assert len(expected) > len(CARRIED)
    assert expected - inside == set()
    assert {name.split("/")[0] for name in inside if ".dist-info/" not in name} == {"hub"}


def test_source_archive_can_be_tested(built: tuple[Path, Path]) -> None:
    """Somebody who has only the archive can set up, check and test."""
    with tarfile.open(built[0]) as source:
        inside = {name.partition("/")[2] for name in source.getnames()}
    wanted = {"pyproject.toml", "README.md", "Makefile", "tools/setup", "tools/environment.py"}
    wanted |= {"requirements/main.lock", "requirements/dev.lock", "tests/test_wheel.py"}
    assert wanted - inside == set()


def test_installed_hub_says_its_version(installed: Path, tmp_path: Path) -> None:
    """The command starts from any folder and is the version of the checkout."""
    said = run(installed / "hub", "--version", cwd=tmp_path, home=tmp_path)
    assert said.strip() == f"hub {__version__}"


def test_installed_hub_finds_its_mappings(installed: Path, tmp_path: Path) -> None:
    """It knows the same formats as the checkout does."""
    there = run(installed / "hub", "formats", "--json", cwd=tmp_path, home=tmp_path)
    here = run(sys.executable, "-m", "hub", "formats", "--json", cwd=ROOT, home=tmp_path)
    assert [json.loads(line)["format"] for line in there.splitlines()]
    assert there == here


def test_installed_hub_finds_its_data(installed: Path, tmp_path: Path) -> None:
    """What it reads at run time lies inside its own environment."""
    ask = "from hub.resources import resource; import sys; print(resource(*sys.argv[1].split('/')))"
    for name in CARRIED:
        path = run(installed / "python", "-c", ask, name, cwd=tmp_path, home=tmp_path).strip()
        assert Path(path).is_relative_to(installed.parent), path
        assert Path(path).exists()
