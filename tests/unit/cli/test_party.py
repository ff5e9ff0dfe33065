"""`hub party`: a new party from the command line, and new keys for an old one."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pika
import pytest
from typer.testing import CliRunner, Result

from hub.cli.main import app
from hub.config.directory import ConfiguredDirectory, load_directory
from tools.servers import RabbitNode

Hub = Callable[..., Result]

SELLER = (
    *("party", "add", "nordlys", "--name", 'Nordlys "Kontor" (fiktiv) A/S', "--country", "DK"),
    *("--role", "seller", "--cvr", "10000009", "--gln", "5790000000005", "--language", "da"),
)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration folder that is not there yet."""
    return tmp_path / "config"


@pytest.fixture
def hub(tmp_path: Path, config: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """Run a command of a hub with that configuration; ``HUB_`` settings may be added."""
    monkeypatch.setenv("HUB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HUB_CONFIG", str(config))

    def run(*words: str, **settings: str) -> Result:
        for name in ("HUB_BROKER_URL", "HUB_BROKER_API"):
            monkeypatch.delenv(name, raising=False)
        return CliRunner().invoke(app, words, env=settings)

    return run


@pytest.fixture
def load(tmp_path: Path, config: Path) -> Callable[[], ConfiguredDirectory]:
    """Read the configuration as a hub does."""
    return lambda: load_directory(config, tmp_path / "home")


def secret_of(done: Result, what: str) -> str:
    """The secret that a command showed."""
    found = re.search(rf"^{re.escape(what)}: (\S+)$", done.output, re.MULTILINE)
    assert found is not None, done.output
    return found[1]


def files(config: Path) -> dict[str, str]:
    """Every file of the configuration."""
    return {path.name: path.read_text("utf-8") for path in config.glob("parties/*")}


def test_a_seller_is_added_to_an_empty_configuration(
    hub: Hub, config: Path, load: Callable[[], ConfiguredDirectory]
) -> None:
    """The first party makes the folder; its files say what was typed and pass the check."""
    done = hub(
        *SELLER, "--account", "folder", "--port", "orders=folder", "--receives", "order@orders"
    )
    assert done.exit_code == 0, done.output
    assert '+ nordlys: Nordlys "Kontor" (fiktiv) A/S (seller), 1 address' in done.output
    party = load().party("nordlys")
    assert party is not None
    assert party.card.name == 'Nordlys "Kontor" (fiktiv) A/S'
    assert dict(party.card.numbers) == {"DK:CVR": "10000009"}
    assert [str(address) for address in party.card.endpoints] == ["GLN 5790000000005"]
    [account] = party.accounts
    assert (account.kind, account.answer_port, account.language) == (
        *("folder", "nordlys.answers", "da"),
    )
    assert {port.key: port.kind for port in party.ports} == {
        "nordlys.orders": "folder",
        "nordlys.answers": "folder",
    }
    checked = hub("config", "check")
    assert (checked.exit_code, checked.output.count("\n")) == (0, 1), checked.output
    assert files(config)["nordlys.toml"].startswith('# Nordlys "Kontor" (fiktiv) A/S.')


def test_every_kind_of_way_is_written(
    hub: Hub, tmp_path: Path, load: Callable[[], ConfiguredDirectory]
) -> None:
    """Each kind of port gets what it needs; a secret that signs goes into a file of the hub's."""
    words = ("party", "add", "by", "--name", "By (eksempel)", "--country", "DK", "--role", "buyer")
    done = hub(
        *(*words, "--number", "GLN=5790000000005", "--account", "http"),
        *("--port", "a=folder:out/here", "--port", "b=queue:5", "--port", "d=pull"),
        *("--port", "c=http:https://by.example/in", "--port", "e=mail:post@by.example"),
        *("--receives", "catalogue=oioubl:catalogue:2.02/prisme@b", "--receives", "*@c"),
    )
    assert done.exit_code == 0, done.output
    party = load().party("by")
    assert party is not None
    kinds = {port.key: port.kind for port in party.ports}
    assert kinds == dict(
        zip(
            ("by.a", "by.b", "by.c", "by.d", "by.e", "by.answers"),
            ("folder", "queue", "http", "pull", "mail", "pull"),
            strict=True,
        )
    )
    [wanted, rest] = party.subscriptions
    assert (str(wanted.format), wanted.profile, wanted.port) == (
        *("oioubl:catalogue:2.02", "prisme", "by.b"),
    )
    assert (rest.kind, rest.format, rest.port) == ("*", None, "by.c")
    signing = secret_of(done, "secret that signs what port by.c posts")
    path = tmp_path / "home" / "secrets" / "by.c"
    assert path.read_text("utf-8") == signing + "\n"
    assert path.stat().st_mode & 0o077 == 0
    keys = {
        secret_of(done, f"key of {way}") for way in ("account by", "port by.d", "port by.answers")
    }
    assert len(keys) == 3


def test_secrets_are_shown_once_and_kept_as_hashes(
    hub: Hub, config: Path, load: Callable[[], ConfiguredDirectory]
) -> None:
    """No file of the configuration holds what opens a door."""
    done = hub(*SELLER, "--account", "http")
    key = secret_of(done, "key of account nordlys")
    text = files(config)["nordlys.toml"]
    assert key not in text
    account = load().account("nordlys")
    assert account is not None
    assert account.settings["keys"] == [f"{key[:8]}:{hashlib.sha256(key.encode()).hexdigest()}"]


def test_all_mistakes_are_told_and_nothing_is_written(
    hub: Hub, config: Path, tmp_path: Path
) -> None:
    """Form, numbers, kinds and references in one go, each once."""
    done = hub(
        *("party", "add", "by", "--name", "By", "--role", "buyre", "--cvr", "123", "--gln", "9"),
        *(
            "--account",
            "que",
            "--port",
            "c=fold",
            "--port",
            "d=http",
            "--port",
            "x",
            "--port",
            "e=queue:much",
        ),
        *("--receives", "foo", "--receives", "catalogue=nope:x:1@c", "--number", "X"),
    )
    assert done.exit_code == 3
    told = done.output.replace("\n", " ")
    for said in (
        "--country: is missing",
        "--number X: write SCHEME=VALUE",
        "--port x: write NAME=KIND",
        "--port e=queue:much: after the colon goes how many",
        "--receives foo: write KIND=FORMAT@PORT",
        "by: roles: 'buyre' is not one of",
        "by: numbers.CVR: CVR 123",
        "by: value: GLN 9",
        "by: account 1: kind: 'que' is not one of folder, queue, http; did you mean 'queue'?",
        "by: port 1: kind: 'fold' is not one of",
        "by: port 2: url: is missing",
        "by: receives 1: format: 'nope:x:1' is no format",
    ):
        assert told.count(said) == 1, said
    assert done.output.count("error: ") == 12
    assert not config.exists()
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("key", ["../evil", "Nord Lys", "", "a.b", "x" * 41])
def test_a_name_that_is_none_reaches_no_file(hub: Hub, config: Path, key: str) -> None:
    """What would be no file of this folder is refused before anything is tried."""
    done = hub("party", "add", key, "--name", "x", "--country", "DK", "--role", "seller")
    assert done.exit_code == 3
    assert "is not a short name" in done.output
    assert not config.exists()


def test_text_from_the_command_line_stays_text(
    hub: Hub, load: Callable[[], ConfiguredDirectory]
) -> None:
    """Quotes, backslashes and signs of TOML in a name do not become keys."""
    name = 'A" \\ \'"" [x] # Ø'
    done = hub("party", "add", "odd", "--name", name, "--country", "DK", "--role", "bureau")
    assert done.exit_code == 0, done.output
    party = load().party("odd")
    assert party is not None
    assert (party.card.name, party.roles) == (name, {"bureau"})
    for bad in ("two\nlines", "bell\x07", "half \udcff"):
        done = hub("party", "add", "bad", "--name", bad, "--country", "DK", "--role", "bureau")
        assert done.exit_code == 3


def test_a_party_that_is_there_is_never_overwritten(hub: Hub, config: Path) -> None:
    """Neither its file nor a sheet of addresses that stands there."""
    assert hub(*SELLER).exit_code == 0
    before = files(config)
    again = hub(*SELLER, "--account", "folder")
    assert again.exit_code == 3
    # However long the folder's name is and wherever that breaks the lines.
    assert " ".join(again.output.split()).count("is there already") == 2
    assert files(config) == before


def test_a_number_that_belongs_to_another_is_told(hub: Hub, config: Path) -> None:
    """The new party is checked beside those that are there."""
    assert hub(*SELLER).exit_code == 0
    done = hub("party", "add", "other", *SELLER[3:])
    assert done.exit_code == 3
    assert "other: numbers.DK:CVR: belongs to party nordlys already" in done.output
    assert set(files(config)) == {"nordlys.toml", "nordlys.endpoints.csv"}


def test_a_second_party_shows_what_changes(hub: Hub) -> None:
    """Beside parties that are there, the new one alone is what changes."""
    assert hub(*SELLER).exit_code == 0
    words = ("party", "add", "by", "--name", "By (eksempel)", "--country", "DK", "--role", "buyer")
    for more in ((*words, "--dry-run"), words):
        done = hub(*more)
        changes = [line for line in done.output.splitlines() if line.startswith(("+", "-", "~"))]
        assert changes == ["+ by: By (eksempel) (buyer), 0 addresses"]


def test_a_dry_run_writes_nothing(hub: Hub, config: Path, tmp_path: Path) -> None:
    """It shows the file, what changes and what is doubtful, and no secret."""
    done = hub(*SELLER, "--account", "queue", "--port", "p=http:https://x.example", "--dry-run")
    assert done.exit_code == 0, done.output
    assert 'password_hash = "(made when it is written)"' in done.output
    assert "warning: nordlys: port 1: nothing is sent to this port" in done.output
    assert "nothing was written" in done.output
    assert "shown only now" not in done.output
    assert not config.exists()
    assert not (tmp_path / "home").exists()


def test_two_keys_may_be_in_force(
    hub: Hub, config: Path, load: Callable[[], ConfiguredDirectory]
) -> None:
    """A further key, no third; the old one is taken away by its prefix, remarks stay."""
    first = secret_of(hub(*SELLER, "--account", "http"), "key of account nordlys")
    second = secret_of(hub("party", "key", "nordlys"), "key of account nordlys")
    third = hub("party", "key", "nordlys")
    assert third.exit_code == 3
    assert f"has 2 keys ({first[:8]}, {second[:8]})" in third.output
    assert hub("party", "key", "nordlys", "--retire", "nonesuch").exit_code == 3
    gone = hub("party", "key", "nordlys", "--retire", first[:8])
    assert gone.exit_code == 0
    assert "account nordlys: keys: (not shown) -> (not shown) (changed)" in gone.output
    account = load().account("nordlys")
    assert account is not None
    assert [key[:8] for key in account.settings["keys"]] == [second[:8]]
    assert "# Documents are posted to the hub." in files(config)["nordlys.toml"]


def test_ports_have_keys_of_their_own(hub: Hub, load: Callable[[], ConfiguredDirectory]) -> None:
    """A port that is fetched from, and a queue whose large documents are links."""
    hub(*SELLER, "--account", "folder", "--port", "get=pull", "--port", "q=queue")
    for port, kept in (("nordlys.get", 2), ("nordlys.q", 1)):
        secret = secret_of(hub("party", "key", port), f"key of port {port}")
        found = load().port(port)
        assert found is not None
        assert len(found.settings["keys"]) == kept
        assert found.settings["keys"][-1].startswith(secret[:8])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nordlis", "there is no account or port 'nordlis'; did you mean 'nordlys'?"),
        ("nordlys", "account nordlys: is of kind folder, which has no key"),
        ("nordlys.answers", "port nordlys.answers: is of kind folder, which has no key"),
    ],
)
def test_what_has_no_key_is_told(hub: Hub, name: str, said: str) -> None:
    """A name that is none, and kinds without keys, change nothing."""
    hub(*SELLER, "--account", "folder")
    done = hub("party", "key", name)
    assert (done.exit_code, said in done.output) == (3, True), done.output


def signs_in(managed: RabbitNode, password: str) -> bool:
    """Whether the broker lets the party in."""
    parameters = pika.URLParameters(managed.url("party"))
    parameters.credentials = pika.PlainCredentials("nordlys", password)
    try:
        pika.BlockingConnection(parameters).close()
    except pika.exceptions.ProbableAuthenticationError:
        return False
    return True


def test_with_a_broker_the_party_can_send_at_once(hub: Hub, managed: RabbitNode) -> None:
    """One command makes user, exchange and queue; a new password ends the old one."""
    broker = {"HUB_BROKER_URL": managed.url("party"), "HUB_BROKER_API": managed.api}
    done = hub(*SELLER, "--account", "queue", **broker)
    assert done.exit_code == 0, done.output
    assert "made: user nordlys" in done.output
    password = secret_of(done, "password of the broker's user nordlys")
    assert signs_in(managed, password)
    renewed = hub("party", "key", "nordlys", **broker)
    assert "changed: user nordlys" in renewed.output
    second = secret_of(renewed, "password of the broker's user nordlys")
    assert (signs_in(managed, second), signs_in(managed, password)) == (True, False)
    assert hub("party", "key", "nordlys", "--retire", "x", **broker).exit_code == 3


def test_an_account_named_like_the_hub_is_refused(hub: Hub, config: Path) -> None:
    """Its user would take the hub's rights away; nothing is asked and nothing written."""
    done = hub(*SELLER, "--account", "queue", HUB_BROKER_URL="amqp://nordlys:x@127.0.0.1:1/hub")
    assert done.exit_code == 3
    assert "is named like the hub's own user" in done.output
    assert not config.exists()


def test_a_broker_that_is_away_costs_nothing_that_was_written(hub: Hub, config: Path) -> None:
    """The party is configured, its password shown, and the way to go on told."""
    url = "amqp://hub:secret@127.0.0.1:1/hub"
    done = hub(*SELLER, "--account", "queue", HUB_BROKER_URL=url)
    assert done.exit_code == 4
    assert secret_of(done, "password of the broker's user nordlys")
    assert "make the rest with: hub topology apply" in done.output
    assert "nordlys.toml" in files(config)


def test_programs_see_format_ids_as_they_are(hub: Hub) -> None:
    """A name between colons is no picture."""
    done = hub("party", "add", "by", "--receives", "a=x:x:1@p", "--number", "x:x:1")
    assert "❌" not in done.output
    assert "--number x:x:1: write" in done.output
