"""Docker's client, and functions for containers of StatusHawk."""

import json
import pathlib
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Tools"))

from statushawk import eventually  # needs the path above


def run(*command):
    """Returns the output of the command, both streams. Raises `RuntimeError` with it if the command fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.returncode}\n{done.stdout[-4000:]}")
    return done.stdout


def docker(*arguments):
    return run("docker", *arguments)


def inspect(container):
    return json.loads(docker("inspect", container))[0]


def setup_code(container):
    """Returns the code for the first sign-up from the log."""
    return eventually("the setup code", lambda: re.search(r"setup\.code=([0-9a-z-]{19})", docker("logs", container)), every=0.2).group(1)


def stopped(container):
    """Stops the container like an orchestrator. Returns the seconds until it ended."""
    started = time.monotonic()
    docker("stop", "--time", "12", container)
    state = inspect(container)["State"]
    require(state["ExitCode"] == 0 and not state["OOMKilled"], f"{container} ended with {state}")
    return time.monotonic() - started


def require(condition, sentence):
    if not condition:
        raise AssertionError(sentence)


def fetch(url, **headers):
    """Returns status, headers and text, for any status. None if there is no response."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers, refusal.read().decode()
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None


def is_ready(url):
    answer = fetch(url + "/readyz")
    return answer and answer[0] == 200
