"""The man page is made from the commands, and is one."""

from __future__ import annotations

import re
import shutil
import subprocess

from cli.running import REPO
from cli.test_cli_help import COMMANDS

from docs import man

PAGE = REPO / "docs" / "tracker.1"


def test_the_man_page_says_what_the_commands_say() -> None:
    assert PAGE.read_text("utf-8") == man.page(), "python docs/man.py --update"


def test_it_has_every_command_and_no_request_that_man_does_not_know() -> None:
    text = PAGE.read_text("utf-8")
    sections = re.findall(r'^\.SS "tracker ((?:[a-z]+ )+)', text, re.MULTILINE)
    assert [tuple(name.split()) for name in sections] == COMMANDS
    assert {line.split()[0] for line in text.splitlines() if line.startswith((".", "'"))} == {
        ".B", ".PP", ".SH", ".SS", ".TH", ".TP",
    }  # fmt: skip
    if shutil.which("groff"):
        command = ["groff", "-k", "-K", "utf8", "-ww", "-z", "-man", "-T", "utf8", str(PAGE)]
        lint = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
        assert lint.stderr == ""
