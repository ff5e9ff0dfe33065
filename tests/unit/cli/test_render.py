"""The command that makes a document readable."""

import subprocess
import sys
from pathlib import Path

import pypdfium2

ROOT = Path(__file__).parents[3]
ORDER = ROOT / "examples" / "documents" / "ordre-77120.xml"


def hub(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "hub", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_render_writes_a_pdf(tmp_path: Path) -> None:
    """An example order becomes a page in the language asked for."""
    out = tmp_path / "new" / "ordre.pdf"
    done = hub("render", ORDER, "-o", out, "--language", "nl")
    assert done.returncode == 0, done.stderr
    with pypdfium2.PdfDocument(out) as document:
        assert "Inkooporder" in document[0].get_textpage().get_text_range()


def test_render_says_why_not(tmp_path: Path) -> None:
    """What is no document, or no language, leaves no file and a reason."""
    letter, out = ROOT / "examples" / "documents" / "brev.txt", tmp_path / "out.pdf"
    refused = hub("render", letter, "-o", out)
    assert refused.returncode == 1
    assert refused.stderr.strip()
    assert hub("render", ORDER, "-o", out, "--language", "de").returncode == 2
    assert not out.exists()
