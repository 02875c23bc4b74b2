"""Figures of the matcher alone: pairs of claims, changed copies, and groups of reports. Part of `gate.py`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from tracker import similarity
from tracker.types import Band

SETS = ("sts_headlines", "mrpc", "ecb_event")
INPUTS = ("score_matching.py", *(f"matching/{name}-dev.jsonl" for name in ("pairs", "stress", "clusters", "stories")))


def figures(shared: Path, folder: Path) -> dict[str, float]:
    """Average precision and precision of the band `same` on pairs, what of changed copies is merged, B-cubed of groups."""
    return pairs(shared, folder) | stress(shared) | groups(shared, folder)


def pairs(shared: Path, folder: Path) -> dict[str, float]:
    """Average precision by set, as the scorer has it, and the precision of what would be merged."""
    gold, guess = shared / "matching/pairs-dev.jsonl", folder / "pairs.jsonl"
    rows = [(row, similarity(row["a"], row["b"])) for row in lines(gold)]
    guess.write_text("".join(json.dumps({"id": row["id"], "score": found.score}) + "\n" for row, found in rows), "utf-8")
    measured = scored(shared, "pairs", gold, guess)
    named = {f"pairs_{name}_ap": round(measured[name]["ap"], 3) for name in SETS}
    for name in (*SETS, "all"):
        merged = [row["same"] for row, found in rows if found.band is Band.SAME and name in ("all", row["set"])]
        named[f"pairs_{name}_same_precision"] = round(sum(merged) / len(merged), 3)
    return named


def stress(shared: Path) -> dict[str, float]:
    """Which share of changed copies is not merged, and of noisy ones is: all to be high."""
    found: dict[str, list[bool]] = defaultdict(list)
    for row in lines(shared / "matching/stress-dev.jsonl"):
        found[row["kind"]].append(similarity(row["a"], row["b"]).band is Band.SAME)
    merged = {kind: sum(same) / len(same) for kind, same in found.items()}
    return {
        "changed_numbers_kept_apart": round(1 - merged["num"], 3),
        "changed_negations_kept_apart": round(1 - merged["neg"], 3),
        "noisy_copies_merged": round(merged["noise"], 3),
    }


def groups(shared: Path, folder: Path) -> dict[str, float]:
    """B-cubed F1 of `tracker dedupe` on reports of one event, and on lead sentences of one story."""
    found = {}
    for name, key in (("clusters", "event_id"), ("stories", "story_id")):
        gold, guess = shared / f"matching/{name}-dev.jsonl", folder / f"{name}.jsonl"
        command = [sys.executable, "-m", "tracker", "dedupe", str(gold)]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        rows = [json.loads(line) for line in out.splitlines()]
        guess.write_text("".join(json.dumps({"id": r["id"], "cluster": r[key]}) + "\n" for r in rows), "utf-8")
        measured = scored(shared, "clusters", gold, guess)["b_cubed"]
        found[f"{key.removesuffix('_id')}_groups_bcubed_f1"] = round(measured["f1"], 3)
    return found


def scored(shared: Path, what: str, gold: Path, guess: Path) -> Any:
    """What the scorer prints."""
    command = [sys.executable, str(shared / "score_matching.py"), what, str(gold), str(guess)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def lines(path: Path) -> list[Any]:
    """The rows of a JSON lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
