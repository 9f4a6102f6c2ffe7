"""A command on an empty embedded database works at once, and two at once prepare it once."""

import json
import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent.parent
QUESTION = [
    "who_decides",
    "join_membership",
    "--scope",
    "city_wide",
    "--counterpart",
    "organisation",
    "--json",
]


def manage(state: Path, *arguments: str) -> subprocess.Popen[str]:
    environ = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=environ | {"STATE_DIR": str(state)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_first_commands_find_the_demonstration_city(tmp_path):
    tmp_path.chmod(0o755)
    commands = [manage(tmp_path / "state", *QUESTION) for _ in range(2)]
    answers = [command.communicate(timeout=300) for command in commands]
    assert [command.returncode for command in commands] == [0, 0], answers
    assert {json.loads(output)["decides"] for output, _errors in answers} == {"council"}
