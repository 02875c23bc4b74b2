"""What the Tab key completes, asked as bash asks: through the function that `tracker --show-completion` prints."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli.running import REPO

PROGRAM = """#!/bin/sh
exec '{python}' -c 'import sys; sys.argv[0] = "tracker"; from tracker.cli import main; main()' "$@"
"""
ASK = """
eval "$(tracker --show-completion bash)"
COMP_WORDS=($1); COMP_CWORD=$2; _tracker_completion tracker; echo "${COMPREPLY[*]}"
"""


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("tracker tra", "trajectory"),
        ("tracker db re", "restore"),
        ("tracker list --unv", "--unverified"),
        ("tracker list --sort men", "mentions"),
        ("tracker status A-1 ref", "refuted"),
        ("tracker export mentions --format js", "jsonl"),
        ("tracker ingest arti", ""),  # then bash completes names of files
    ],
)
def test_commands_options_and_choices_complete(line: str, completed: str, tmp_path: Path) -> None:
    program = tmp_path / "tracker"
    program.write_text(PROGRAM.format(python=sys.executable))
    program.chmod(0o755)
    environ = os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(REPO)}
    command = ["bash", "-c", ASK, "bash", line, str(len(line.split()) - 1)]
    answer = subprocess.run(command, env=environ, capture_output=True, encoding="utf-8", check=True)
    assert (answer.stdout.strip(), answer.stderr) == (completed, "")
