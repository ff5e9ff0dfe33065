"""The demo as somebody runs it who has just got the hub."""

import json
import re
import tomllib
from pathlib import Path

import pypdfium2

from hub.cli.demo import PATIENCE, load_scenes
from tests.e2e.installation import EXAMPLES, Installation
from tools.servers import RabbitNode

MAILED_TO = "vestvind"
"""The supplier who reads mail."""


def names_of_parties() -> dict[str, str]:
    """How the demo's table calls each party."""
    return {
        path.stem: tomllib.loads(path.read_text())["name"].removesuffix(" (eksempel)")
        for folder in ("config", "mail")
        for path in (EXAMPLES / folder / "parties").glob("*.toml")
    }


def test_demo(tmp_path: Path, schemas_home: Path, rabbitmq: RabbitNode, database: str) -> None:
    """Every file that is dropped ends, every customer has a row, and what it says is there.

    Over the servers of a larger installation the same comes out, down to the last figure.
    """
    demo = Installation(tmp_path, schemas_home, COLUMNS="200")
    home = tmp_path / "demo"
    said = demo.command("demo", "--home", str(home), seconds=PATIENCE + 30)
    assert said.returncode == 0, said.stderr
    log = (home / "hub.log").read_text()
    assert "Traceback" not in log
    levels = {line["level"] for line in map(json.loads, log.splitlines())}
    assert levels == {"info"}
    for scene in load_scenes(EXAMPLES / "demo.toml"):
        assert scene.name in said.stdout
        ended = [home / "in" / scene.account / verdict for verdict in ("done", "rejected")]
        (folder,) = [one for one in ended if (one / scene.name).is_file()]
        assert (folder / f"{scene.name}.report.json").is_file()
        assert (folder / f"{scene.name}.report.txt").is_file()
    played = Installation(home, schemas_home)
    with played.store() as store:
        customers = {one["receiver"]: one for one in store.archive.customers()}
    table = said.stdout.partition("What each customer received")[2].partition("What was lost")[0]
    names = names_of_parties()
    assert len(customers) >= 14
    for key, customer in customers.items():
        folder = home / "out" / key
        files = [path for path in folder.rglob("*") if path.is_file()]
        files = [path for path in files if path.parent.name != "answers"]
        files += (home / "mail").glob("*/mail.eml") if key == MAILED_TO else ()
        assert len(files) == customer["received"], key
        row = re.search(rf"^ {re.escape(names[key])} +(\d+) ", table, re.MULTILINE)
        assert row is not None, (names[key], table)
        assert int(row.group(1)) == len(files)
    check_mail(home, said.stdout)
    assert told(over_servers(tmp_path, schemas_home, rabbitmq.url(), database)) == told(said.stdout)


def check_mail(home: Path, said: str) -> None:
    """The demo ends with an order as a PDF, which is there to be looked at."""
    ((pdf,),) = [[*one.glob("*.pdf")] for one in (home / "mail").iterdir()]
    assert str(pdf) in said
    with pypdfium2.PdfDocument(pdf) as document:
        shown = document[0].get_textpage().get_text_range()
    for words in (
        "FRE-2026-118",
        "Akkuboremaskine 18 V",
        "Att. Sløjdlærer Eva Eksempel",
        "5.287,50",
    ):
        assert words in shown, words
        assert words in said or words == "Akkuboremaskine 18 V", words


def told(said: str) -> str:
    """What a demo says that each customer received, and what was lost."""
    tables = said.partition("What each customer received")[2].partition("A mail to")[0]
    assert "What was lost" in tables
    return tables


def over_servers(folder: Path, schemas: Path, broker: str, database: str) -> str:
    """What the demo says when it runs over a broker and a database."""
    servers = {"HUB_BROKER_URL": broker, "HUB_DATABASE_URL": database}
    demo = Installation(folder, schemas, COLUMNS="200", **servers)
    home = folder / "over-servers"
    said = demo.command("demo", "--servers", "--home", str(home), seconds=2 * PATIENCE)
    assert said.returncode == 0, said.stderr
    return said.stdout


def test_demo_needs_schemas(tmp_path: Path) -> None:
    """Without schemas nothing is begun: one sentence says what to type."""
    bare = Installation(tmp_path, tmp_path / "none")
    said = bare.command("demo", "--home", str(tmp_path / "demo"))
    assert said.returncode == 3
    assert "hub schemas install" in said.stderr
    assert len(said.stderr.splitlines()) <= 3
    assert not (tmp_path / "demo").exists()
