"""Importing facts is light: big libraries wait until a function needs them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
HEAVY = ("rapidfuzz", "stdnum", "iso4217", "iso3166")


def test_imports_no_big_library() -> None:
    """Importing every facts module loads none of the libraries behind them."""
    names = [f"hub.facts.{path.stem}" for path in (ROOT / "hub" / "facts").glob("[a-z]*.py")]
    program = (
        f"import importlib, sys\nfor name in {names!r}: importlib.import_module(name)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
