from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tracker.cli.app import app

DEPLOY = Path(__file__).resolve().parents[1] / "docs" / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
UNIT = DEPLOY / "tracker-watch.service"


def test_compose_has_the_database_a_scheduler_two_workers_and_watch() -> None:
    assert set(SERVICES) == {"database", "scheduler", "worker", "watch"}
    assert SERVICES["worker"]["deploy"]["replicas"] == 2
    assert SERVICES["worker"]["command"][:3] == ["dask", "worker", "tcp://scheduler:8786"]


def test_compose_names_only_what_there_is() -> None:
    for service in SERVICES.values():
        assert set(service.get("depends_on", ())) <= set(SERVICES)
        assert {v.partition(":")[0] for v in service.get("volumes", ())} <= set(COMPOSE["volumes"])
        if build := service.get("build"):
            assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()
        if "env_file" in service:
            assert (DEPLOY / f"{service['env_file']}.example").is_file()


@pytest.mark.parametrize(
    "image", [*(s["image"] for s in SERVICES.values()), *re.findall(r"FROM (\S+)", (DEPLOY / "Dockerfile").read_text())]
)
def test_every_image_is_pinned_by_a_full_version(image: str) -> None:
    assert re.search(r":\d+\.\d+", image)


def test_no_port_of_the_cluster_or_the_database_is_open_to_others() -> None:
    assert not any("ports" in service or service.get("network_mode") for service in SERVICES.values())


def test_the_workers_are_not_told_the_password() -> None:
    assert {name for name, service in SERVICES.items() if "env_file" in service} == {"database", "watch"}


def test_no_password_stands_in_a_file() -> None:
    for path in DEPLOY.iterdir():
        for line in path.read_text().splitlines():
            assert not re.search(r"PASSWORD\s*[:=]\s*\S", line), path.name
            assert not re.search(r"://[^/@\s]*:[^/@\s]*@", line), path.name


def test_what_is_started_are_commands_that_there_are() -> None:
    called = [service["command"] for service in SERVICES.values() if "command" in service]
    called.append(re.findall(r"ExecStart=/opt/tracker/bin/(.*)", UNIT.read_text())[0].split())
    commands = {info.name for info in app.registered_commands}
    assert {command[1] for command in called if command[0] == "tracker"} == {"watch"} <= commands
    assert {command[0] for command in called} == {"tracker", "dask"}


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    text = UNIT.read_text()
    assert text.count("ExecStart=") == 1
    if verify := shutil.which("systemd-analyze"):
        here = tmp_path / UNIT.name
        here.write_text(text.replace("/opt/tracker/bin/tracker", "/bin/true"))  # systemd wants it to be there
        done = subprocess.run([verify, "verify", here], capture_output=True, text=True, check=False)
        assert (done.returncode, [line for line in done.stderr.splitlines() if UNIT.name in line]) == (0, [])
