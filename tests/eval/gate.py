"""Measures on gold data and fails below floors: the whole way (ingest → export), who said what, matcher, copies. `make eval`.

The gold data lie beside the checkout (`../shared/eval`) and are only measured with. `floors.json` holds the floors, which
may only rise, and the hashes of everything that is measured with, so that a figure cannot move unnoticed. `gate.py --update`
raises the floors to what is reached now; it never lowers one. With EXTRACTOR in the environment only the mentions of that
extractor are measured, as of `make eval EXTRACTOR=llm:MODEL`, and no floor holds: they are the built-in extractor's.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import confusion
import copies
import matching
from attribution import annotated

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "eval"
FLOORS = Path(__file__).with_name("floors.json")
INPUTS = (
    "score_mentions.py",
    "names.json",
    "news/articles.jsonl",
    "news/gold.jsonl",
    "score_attribution.py",
    "attribution/polnear-dev.jsonl",
    "attribution/speech_cues.txt",
    *matching.INPUTS,
)
SLACK = 0.005  # a floor lies this much below what was reached: a rounding, not a licence
EXPORT = "export.jsonl"
EXTRACTOR = os.environ.get("EXTRACTOR", "")
Figures = dict[str, float]


def digests() -> dict[str, str]:
    """SHA-256 of everything that is measured with; the corpus's test split as one."""
    found = {name: hashlib.sha256((SHARED / name).read_bytes()).hexdigest() for name in INPUTS}
    rows = json.dumps(list(annotated("test"))).encode()
    return found | {"seeds/corpus (test split)": hashlib.sha256(rows).hexdigest()}


def measure() -> tuple[Figures, list[str]]:
    """All figures, by name, and the tables of what was taken for what."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures = mentions(folder)
        figures |= attributions(folder) | matching.figures(SHARED, folder) | copies.figures()
        return figures, list(confusion.tables(SHARED, folder / EXPORT))


def mentions(folder: Path) -> Figures:
    """The scorer's figures for a fresh database with all gold articles."""
    export = folder / EXPORT
    tracker = [sys.executable, "-m", "tracker", "--db", str(folder / "eval.db")]
    chosen = ["--extractor", EXTRACTOR] if EXTRACTOR else []
    subprocess.run([*tracker, "--quiet", "ingest", *chosen, str(SHARED / "news/articles.jsonl")], check=True)
    subprocess.run([*tracker, "export", "mentions", "-o", str(export)], check=True)
    figures: Figures = scored("score_mentions.py", SHARED / "news/gold.jsonl", export)
    return figures


def attributions(folder: Path) -> Figures:
    """Who said what: on PolNeAR's dev part, never learnt from, and on the corpus's own test split. Shares, not per cent."""
    dev, own = SHARED / "attribution/polnear-dev.jsonl", folder / "gold.jsonl"
    own.write_bytes(ran("--corpus", "test"))
    figures: Figures = {}
    for name, gold, options, more in (
        ("polnear", dev, (), ()),
        ("polnear_speech", dev, (), ("--cue-words", str(SHARED / "attribution/speech_cues.txt"))),
        ("polnear_precise", dev, ("--precise",), ()),
        ("corpus_test", own, (), ()),
    ):
        guess = folder / f"guess-{gold.stem}{''.join(options)}.jsonl"
        if not guess.exists():
            guess.write_bytes(ran(str(gold), *options))
        measures = scored("score_attribution.py", gold, guess, *more)["measures"]
        lenient, source = measures["attribution lenient"], measures["source | content overlap"]
        if name == "polnear_precise":
            figures[f"{name}_precision"] = round(lenient["P"] / 100, 3)
            continue
        figures[f"{name}_lenient"] = round(lenient["F1"] / 100, 3)
        figures[f"{name}_source_given_content"] = round(source["F1"] / 100, 3)
    return figures


def ran(*arguments: str) -> bytes:
    """What `attribution.py` prints."""
    command = [sys.executable, str(Path(__file__).with_name("attribution.py")), *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


def scored(scorer: str, *arguments: str | Path) -> Any:
    """The figures that a scorer prints as JSON."""
    command = [sys.executable, str(SHARED / scorer), *map(str, arguments), "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> int:
    """Print the table; 0 where every floor holds."""
    if not SHARED.is_dir():
        print(f"eval skipped: no gold data at {SHARED}")
        return int(bool(os.environ.get("CI")))
    if EXTRACTOR:
        with tempfile.TemporaryDirectory() as name:
            for figure, value in mentions(Path(name)).items():
                print(f"{figure:36}{value:8}")
        return 0
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {"floors": {}, "inputs": {}}
    now = digests()
    changed = [name for name in now if floors["inputs"].get(name) != now[name]]
    figures, tables = measure()
    update = "--update" in sys.argv
    low = []
    print(f"{'measure':36}{'now':>8}{'floor':>8}")
    for name, value in figures.items():
        floor = floors["floors"].get(name)
        below = floor is not None and value < floor
        low += [name] if below else []
        print(f"{name:36}{value:8}{'' if floor is None else floor:>8}{'  below its floor' if below else ''}")
    print("", *tables, sep="\n\n")
    if update:
        kept = {k: max(v, round(figures[k] - SLACK, 3)) for k, v in floors["floors"].items()}
        FLOORS.write_text(json.dumps({"floors": kept, "inputs": now}, indent=2) + "\n", "utf-8")
        return 0
    if changed:
        print(f"the data measured with changed: {', '.join(changed)}; read the figures, then gate.py --update")
    return int(bool(low or changed))


if __name__ == "__main__":
    sys.exit(main())
