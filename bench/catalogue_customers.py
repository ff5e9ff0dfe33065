"""A long catalogue for twenty customers against the same for one: one reading serves them all.

check    every receiver's rules on every line, and nothing written
write    what `hub check --all-customers` does: every receiver's files are written, closed and
         checked as well, because only writing shows what is lost
reports  the command itself, with every line wrong for everybody and each kind of report: counts
         per rule and capped examples, within the same memory

One customer of each system and all twenty, each in a process of its own, by the processor time
that the work took in it; the most that was resident at any time is told beside it. The twenty
buy with the systems of the examples, as often as these do.

    python bench/catalogue_customers.py [--lines 10000] [--rounds 1] [--wrong | --good]

``--good`` leaves out the reports, ``--wrong`` all else. A round of 100,000 lines without reports
took eight minutes of processor time in November 2026: 2.5 times one to check, 6.4 to write.
"""

import argparse
import csv
import datetime as dt
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

from bench.neighbours import PARTY

ROOT = Path(__file__).resolve().parent.parent
RESULT = Path("build/bench/catalogue_customers.json")
PROMISE = 100_000_000
GOALS = {"check": 3.0, "write": 6.0}
"""How many times what it takes for one each may take for twenty."""
REPORTS = {
    "text": (),
    "json": ("--json",),
    "html": ("--html", "report.html"),
    "xlsx": ("--xlsx", "marked.xlsx"),
}
SYSTEMS = {
    "prisme": ("oioubl:catalogue:2.02", "{}", 8),
    "truetrade": ("truetrade:pricebook:1", "{}", 7),
    "rakat": ("rakat:catalogue:1", "{}", 2),
    "opus": ("opus:catalogue:1", '{ system_name = "SYSTEM-01" }', 3),
}

WANTED = """\
[[receives]]
kind = "catalogue"
port = "all"
format = "{format}"
profile = "{profile}"
options = {options}
[[agreement]]
id = "AFTALE-{number}"
seller = "seller"
valid_from = 2026-01-01
[[enrolment]]
seller = "seller"
code = "KODE-{number}"
date = 2025-11-03
order_reception = "hub"
"""

COLUMNS = (
    *("ITEM_NO", "ITEM_NAME", "ITEM_UNIT", "ITEM_MIN_QTY", "ITEM_PACK_SIZE", "ITEM_BASE_UNIT"),
    *("ITEM_CONTENT", "ITEM_SHORT_DESC", "ITEM_DESC", "ITEM_GROUP", "ITEM_UNSPSC"),
    *("ITEM_KEYWORDS", "ITEM_IMAGE"),
)
TEXT = "En vare, som ikke findes, beskrevet så udførligt som den fortjener. " * 5


def write_config(folder: Path) -> list[str]:
    """Write a seller and twenty buyers; returns the buyers, one of each system first."""
    parties = folder / "parties"
    parties.mkdir(parents=True)
    buyers: list[str] = []
    numbers = iter(n for n in range(1, 100) if _cvr(n))
    _party(parties, "seller", "10000009", "5790000000005", role="seller")
    most = max(count for _, _, count in SYSTEMS.values())
    for turn in range(most):
        for profile, (form, options, count) in SYSTEMS.items():
            if turn >= count:
                continue
            n = next(numbers)
            key = f"{profile}-{turn + 1}"
            wanted = WANTED.format(format=form, profile=profile, options=options, number=n)
            _party(parties, key, _cvr(n), _gln(n), more=wanted)
            buyers.append(key)
    return buyers


def _cvr(number: int) -> str:
    """Return a company number with its check digit; empty where there is none of ten."""
    body = f"990{number:04}"
    rest = sum(
        int(digit) * weight for digit, weight in zip(body, (2, 7, 6, 5, 4, 3, 2), strict=True)
    )
    return "" if rest % 11 == 1 else f"{body}{-rest % 11}"


def _gln(number: int) -> str:
    body = f"57900999{number:04}"
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(body))
    return f"{body}{-total % 10}"


def _party(
    parties: Path, key: str, number: str, address: str, more: str = "", role: str = "buyer"
) -> None:
    text = PARTY.format(key=key, name=key.title(), number=number, role=role) + more
    (parties / f"{key}.toml").write_text(text, encoding="utf-8")
    endpoints = f"scheme,value,name\nGLN,{address},{key}\n"
    (parties / f"{key}.endpoints.csv").write_text(endpoints, encoding="utf-8")


def write_catalogue(path: Path, lines: int, *, wrong: bool) -> None:
    """Write a full catalogue in the hub's own supplier format."""
    head = {
        "CATALOGUE_ID": "LANG-1", "CATALOGUE_NAME": "Opdigtet", "VERSION": "1",
        "SUPPLIER_CVR": "10000009", "SUPPLIER_GLN": "5790000000005", "CURRENCY": "DKK",
        "VALID_FROM": "2030-01-01", "VALID_TO": "2030-12-31",
    }  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("hoved.csv", "".join(f"{key};{text}\n" for key, text in head.items()))
        with archive.open("stamdata.csv", "w") as member, io.TextIOWrapper(member, "utf-8") as text:
            rows = csv.writer(text, delimiter=";")
            rows.writerow(COLUMNS)
            for n in range(1, lines + 1):
                unit, code = ("FLAKON", "4412") if wrong else ("BX", "44121706")
                image = f"https://billeder.example/{n}.jpg"
                rows.writerow(
                    (
                        *(f"VARE-{n}", f"Opdigtet vare {n}", unit, 1, 12, "EA", 12),
                        *(f"Vare nummer {n}", f"{n} {TEXT}".strip(), "Kontor/Papir", code),
                        *("opdigtet", image),
                    )
                )
        with archive.open("priser.csv", "w") as member, io.TextIOWrapper(member, "utf-8") as text:
            rows = csv.writer(text, delimiter=";")
            rows.writerow(("ITEM_NO", "PRICE_QTY", "PRICE_AMOUNT", "PRICE_CURRENCY"))
            for n in range(1, lines + 1):
                rows.writerow((f"VARE-{n}", 1, f"{n % 900 + 1}.50", "DKK"))


def used(way: str, source: Path, config: Path, receivers: list[str]) -> tuple[float, int]:
    """Do it in a process of its own; return the seconds it says it took, and bytes resident."""
    said, resident, code = _process([__file__, f"--do-{way}", str(source), *receivers], config)
    if code:
        raise SystemExit(code)
    return float(said), resident


def _process(words: list[str], config: Path, place: Path = ROOT) -> tuple[bytes, int, int]:
    """Run Python; return what it said, the most that was resident, and its exit code."""
    environment = {**os.environ, "HUB_CONFIG": str(config), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, *words]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, cwd=place)
    said = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return said, usage.ru_maxrss * 1024, process.returncode


def do(way: str, source: Path, receivers: list[str]) -> None:
    """Judge for these receivers, or write as well; prints the seconds."""
    from hub.app.settings import Settings  # noqa: PLC0415 - only in the measured process
    from hub.app.toolbox import Toolbox  # noqa: PLC0415
    from hub.formats.payload import Payload  # noqa: PLC0415

    tools = Toolbox(Settings.from_environment())
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        # What is loaded and compiled once is not the catalogue's.
        short = Path(folder) / "short.zip"
        write_catalogue(short, 5, wrong=False)
        work = _judge if way == "check" else _write
        work(tools, Payload.of_file(short), receivers, Path(folder) / "short")
        payload, place = Payload.of_file(source), Path(folder) / "whole"
        begun = time.process_time()
        routes = work(tools, payload, receivers, place)
        print(time.process_time() - begun)
    if routes < len(receivers):
        raise SystemExit(f"{routes} routes")


def _write(tools: Any, payload: Any, receivers: list[str], place: Path) -> int:
    from hub.app.rehearsal import rehearse  # noqa: PLC0415
    from hub.cli.receivers import routes_of  # noqa: PLC0415
    from hub.pipeline.outcome import Routed  # noqa: PLC0415

    place.mkdir()
    said = rehearse(tools, payload, tuple(receivers), "seller", place)
    return sum(isinstance(route, Routed) for one in said for route in routes_of(one))


def _judge(tools: Any, payload: Any, receivers: list[str], _place: Path) -> int:
    from hub.model.report import Report  # noqa: PLC0415
    from hub.pipeline.authority import find_sender  # noqa: PLC0415
    from hub.pipeline.delivery import context_of  # noqa: PLC0415
    from hub.pipeline.envelope import ClaimCheck, Envelope  # noqa: PLC0415
    from hub.pipeline.ownrules import OwnRules  # noqa: PLC0415
    from hub.pipeline.routing import find_routes  # noqa: PLC0415
    from hub.rules.sharing import Pool  # noqa: PLC0415

    report = Report(payload.name)
    envelope = Envelope(
        interchange="bench",
        accept_number=1,
        account="seller",
        tenant="bench",
        channel="bench",
        name=payload.name,
        accepted_at=dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC),
        payload=ClaimCheck("bench", "bench", payload.sha256, payload.size),
        ports=tuple(receivers),
    )
    source = tools.formats.identify(payload, report)
    # While it is read the reader is not done: it keeps the rows of its document.
    documents = source.reader.read(payload, report)
    document = next(documents)
    account = tools.directory.account("seller")
    sender, _ = find_sender(document.summary, account, tools.directory)
    context = context_of(envelope, source.id, sender)
    own = OwnRules(source, document, context, None, report, tools.lookups)
    pool = Pool()
    checkers = []
    for route in find_routes(document.summary, sender, tools.directory, envelope):
        profile, kind = tools.profiles[route.profile], tools.formats.get(route.format).kind
        asked = context_of(envelope, source.id, sender, route)
        checkers.append(profile.checker(asked, kind, None, tools.lookups, pool))
        checkers[-1].header(own.header, document.locate)
    for line in own.lines():
        for checker in checkers:
            checker.line(line)
    for checker in checkers:
        checker.end()
    return len(checkers)


def measure(way: str, source: Path, config: Path, buyers: list[str], rounds: int) -> dict[str, Any]:
    """Measure one customer of each system in turn, and all twenty."""
    ones: dict[str, list[float]] = {one: [] for one in buyers[: len(SYSTEMS)]}
    alls: list[float] = []
    peak = 0
    for _ in range(rounds):
        for one, seconds in ones.items():
            spent, resident = used(way, source, config, [one])
            seconds.append(spent)
            peak = max(peak, resident)
        spent, resident = used(way, source, config, buyers)
        alls.append(spent)
        peak = max(peak, resident)
    best = {one: min(seconds) for one, seconds in ones.items()}
    ratio = min(alls) / (sum(best.values()) / len(best))
    print(f"{way}: one " + ", ".join(f"{one} {best[one]:.1f} s" for one in best))
    verdict = "holds" if ratio <= GOALS[way] else "MISSED"
    print(f"  {verdict}: {len(buyers)} in {min(alls):.1f} s, {ratio:.2f} x the mean of one,"
          f" goal {GOALS[way]:g}")  # fmt: skip
    return {"one": best, "all": min(alls), "ratio": ratio, "resident": peak}


def reports(source: Path, config: Path) -> dict[str, Any]:
    """Run the command with each kind of report; return the most that was resident."""
    found = {}
    for name, words in REPORTS.items():
        asked = ["-m", "hub", "check", str(source), "--as", "seller", "--all-customers", *words]
        said, resident, code = _process(asked, config, config)
        if code != 1 or not said:
            raise SystemExit(f"hub check {' '.join(words)}: exit {code}")
        print(f"{name} report of wrong lines: {len(said)} bytes on the terminal")
        found[name] = {"resident": resident, "said": len(said)}
    return found


def main() -> int:
    """Measure, print and keep the figures."""
    if sys.argv[1:] and sys.argv[1].startswith("--do-"):
        way, source, *receivers = sys.argv[1:]
        do(way.removeprefix("--do-"), Path(source), receivers)
        return 0
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--good", action="store_true")
    asked = parser.parse_args()
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as name:
        config, source = Path(name) / "config", Path(name) / "katalog.zip"
        buyers = write_config(config)
        print(f"{asked.lines} lines, {len(buyers)} customers")
        if not asked.wrong:
            write_catalogue(source, asked.lines, wrong=False)
            for way in GOALS:
                result[way] = measure(way, source, config, buyers, asked.rounds)
        if not asked.good:
            write_catalogue(source, asked.lines, wrong=True)
            result |= reports(source, config)
    met = [one["ratio"] <= GOALS[way] for way, one in result.items() if way in GOALS]
    for way, one in result.items():
        met.append(one["resident"] <= PROMISE)
        verdict = "holds" if met[-1] else "MISSED"
        resident = one["resident"] / 1e6
        print(f"  {verdict}: {way}, at most {resident:.1f} MB resident, goal {PROMISE / 1e6:.0f}")
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps({"lines": asked.lines, **result}, indent=1) + "\n")
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
