"""A long catalogue for twenty customers against the same for one: one reading serves them all.

What is measured is what `hub check --all-customers` does: every receiver's rules, every receiver's
files written, closed and checked, because only writing shows what is lost. One customer of each
system and all twenty, each in a process of its own, by the processor time it used; the most that
was resident at any time is told beside it. The twenty buy with the systems of the examples, as
often as these do.

    python bench/many_customers.py [--lines 100000] [--rounds 1] [--wrong]

With ``--wrong`` every line is wrong for everybody: counts per rule and capped examples, within the
same memory.
"""

import argparse
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from bench.neighbours import PARTY

ROOT = Path(__file__).resolve().parent.parent
RESULT = Path("build/bench/many_customers.json")
PROMISE = 100_000_000
GOAL = 6.0
"""Checking and writing for twenty may take so many times what it takes for one."""
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


def used(source: Path, config: Path, receivers: list[str]) -> tuple[float, int, int]:
    """Do it in a process of its own; return its seconds, bytes resident, and files written."""
    command = [sys.executable, __file__, "--do", str(source), *receivers]
    environment = {**os.environ, "HUB_CONFIG": str(config), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
    said = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, int(said)


def do(source: Path, receivers: list[str]) -> None:
    """Judge and write for these receivers; prints how many files there are."""
    from hub.app.rehearsal import rehearse  # noqa: PLC0415 - only in the measured process
    from hub.app.settings import Settings  # noqa: PLC0415
    from hub.app.toolbox import Toolbox  # noqa: PLC0415
    from hub.cli.receivers import routes_of  # noqa: PLC0415
    from hub.formats.payload import Payload  # noqa: PLC0415
    from hub.pipeline.outcome import Routed  # noqa: PLC0415

    tools = Toolbox(Settings.from_environment())
    payload = Payload.of_file(source)
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        said = rehearse(tools, payload, tuple(receivers), "seller", Path(folder))
        routes = [route for one in said for route in routes_of(one)]
        files = sum(len(one.parts) for one in routes if isinstance(one, Routed))
        if len(routes) < len(receivers):
            raise SystemExit(f"{len(routes)} routes: {[one.report.counts for one in said]}")
        print(files)


def measure(lines: int, rounds: int, *, wrong: bool) -> dict[str, Any]:
    """Measure one customer of each system in turn, and all twenty."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as name:
        folder = Path(name)
        buyers = write_config(folder / "config")
        source = folder / "katalog.zip"
        write_catalogue(source, lines, wrong=wrong)
        ones: dict[str, list[float]] = {one: [] for one in buyers[: len(SYSTEMS)]}
        alls: list[float] = []
        peak = files = 0
        for _ in range(rounds):
            for one, seconds in ones.items():
                spent, resident, _ = used(source, folder / "config", [one])
                seconds.append(spent)
                peak = max(peak, resident)
            spent, resident, files = used(source, folder / "config", buyers)
            alls.append(spent)
            peak = max(peak, resident)
    best = {one: min(seconds) for one, seconds in ones.items()}
    ratio = min(alls) / (sum(best.values()) / len(best))
    print(f"{lines} lines, {len(buyers)} customers, {files} files")
    print("  one " + ", ".join(f"{one} {best[one]:.1f} s" for one in best))
    print(f"  all {min(alls):.1f} s: {ratio:.2f} x the mean of one (goal {GOAL})")
    print(f"  at most {peak / 1e6:.1f} MB resident")
    said = {"one": best, "all": min(alls), "ratio": ratio, "resident": peak, "files": files}
    return {"lines": lines, "wrong": wrong, **said}


def main() -> int:
    """Measure, print and keep the figures."""
    if sys.argv[1:2] == ["--do"]:
        source, *receivers = sys.argv[2:]
        do(Path(source), receivers)
        return 0
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--wrong", action="store_true")
    asked = parser.parse_args()
    result = measure(asked.lines, asked.rounds, wrong=asked.wrong)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=1) + "\n")
    met = result["resident"] <= PROMISE and (asked.wrong or result["ratio"] <= GOAL)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
