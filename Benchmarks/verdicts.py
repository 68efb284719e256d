"""Measures how long past its deadline the check of a misbehaving target returns, and whether many checks leak resources."""

import pathlib
import subprocess
import sys

SCRIPT = pathlib.Path(__file__).resolve().parents[1] / "Tests/Hostile/check_verdicts.py"


def measure():
    with subprocess.Popen([sys.executable, str(SCRIPT), "--bench"], stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            yield line.strip()
    if process.returncode:
        raise SystemExit("a verdict was wrong, or something was left behind")
