"""Measures the whole way (ingest → export) on gold data and fails below the floors. Run by `make eval`.

The gold data lie beside the checkout (`../shared/eval/news`) and are only measured with. `floors.json` holds the floors, which
may only rise, and the hashes of everything that is measured with, so that a figure cannot move unnoticed. `gate.py --update`
raises the floors to what is reached now; it never lowers one.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "eval"
FLOORS = Path(__file__).with_name("floors.json")
INPUTS = ("score_mentions.py", "names.json", "news/articles.jsonl", "news/gold.jsonl")
SLACK = 0.005  # a floor lies this much below what was reached: a rounding, not a licence


def digests() -> dict[str, str]:
    """SHA-256 of everything that is measured with."""
    return {name: hashlib.sha256((SHARED / name).read_bytes()).hexdigest() for name in INPUTS}


def measure() -> dict[str, float]:
    """The scorer's figures for a fresh database with all gold articles."""
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "export.jsonl"
        tracker = [sys.executable, "-m", "tracker", "--db", str(Path(folder) / "eval.db")]
        subprocess.run([*tracker, "--quiet", "ingest", str(SHARED / "news/articles.jsonl")], check=True)
        subprocess.run([*tracker, "export", "mentions", "-o", str(export)], check=True)
        scorer = [sys.executable, str(SHARED / "score_mentions.py"), str(SHARED / "news/gold.jsonl"), str(export), "--json"]
        scored = subprocess.run(scorer, check=True, capture_output=True, text=True).stdout
    figures: dict[str, float] = json.loads(scored)
    return figures


def main() -> int:
    """Print the table; 0 where every floor holds."""
    if not SHARED.is_dir():
        print(f"eval skipped: no gold data at {SHARED}")
        return int(bool(os.environ.get("CI")))
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {"floors": {}, "inputs": {}}
    now = digests()
    changed = [name for name in INPUTS if floors["inputs"].get(name) != now[name]]
    figures = measure()
    update = "--update" in sys.argv
    low = []
    print(f"{'eval/news':28}{'now':>8}{'floor':>8}")
    for name, value in figures.items():
        floor = floors["floors"].get(name)
        below = floor is not None and value < floor
        low += [name] if below else []
        print(f"{name:28}{value:8}{'' if floor is None else floor:>8}{'  below its floor' if below else ''}")
    if update:
        kept = {k: max(v, round(figures[k] - SLACK, 3)) for k, v in floors["floors"].items()}
        FLOORS.write_text(json.dumps({"floors": kept, "inputs": now}, indent=2) + "\n", "utf-8")
        return 0
    if changed:
        print(f"the data measured with changed: {', '.join(changed)}; read the figures, then gate.py --update")
    return int(bool(low or changed))


if __name__ == "__main__":
    sys.exit(main())
