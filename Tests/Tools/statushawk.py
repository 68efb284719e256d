"""A running StatusHawk for external tests and measurements: with its own directory, a free port and a first account."""

import contextlib
import http.cookiejar
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("STATUSHAWK_BINARY", str(ROOT / ".build/debug/statushawk"))


class NeverHappened(Exception):
    pass


def eventually(what, ask, within=30.0, every=0.02):
    """Calls `ask` until its result is true, and returns it. Raises `NeverHappened` after the limit."""
    deadline = time.monotonic() + within
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise NeverHappened(f"never happened within {within} s: {what}")
        time.sleep(every)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One process of the built program. `with Server() as server:` starts it, waits until it is ready, and ends it."""

    def __init__(self, binary=BINARY, host="127.0.0.1", arguments=(), **environment):
        self.command = [binary, "serve", *arguments]
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.directory = tempfile.mkdtemp(prefix="statushawk-")
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "STATUSHAWK_LISTEN": f"{host}:{self.port}",
            "STATUSHAWK_DATA_DIR": f"{self.directory}/data",
            "LOG_LEVEL": "warning",
        } | environment
        self.log = f"{self.directory}/log"
        self.process = None

    def start(self):
        """Starts the program and returns the seconds until /readyz answered 200."""
        started = time.monotonic()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment, cwd=self.directory, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )
        eventually("/readyz", self.is_ready, every=0.002)
        return time.monotonic() - started

    def is_ready(self):
        if self.process.poll() is not None:
            raise NeverHappened(f"ended with {self.process.returncode} before it was ready:\n{self.said()}")
        try:
            with urllib.request.urlopen(self.url + "/readyz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError):
            return False

    def said(self):
        return pathlib.Path(self.log).read_text(errors="replace")[-4000:]

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def resident_bytes(self):
        """Returns the resident memory now, including shared pages."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise RuntimeError("no VmRSS")

    def metrics(self):
        """Returns the samples of /metrics: {name with labels: value}."""
        with urllib.request.urlopen(self.url + "/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line and line[0] != "#")}

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self

    def __exit__(self, kind, *_):
        self.stop()
        if kind:
            print(self.said(), file=sys.stderr)
        shutil.rmtree(self.directory, ignore_errors=True)


class Owner:
    """The first user of a new installation, with an API token."""

    def __init__(self, server, setup_code=None):
        self.url = server.url
        self.token = None
        self.cookies = http.cookiejar.CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        account = {"email": "olivia@example.com", "password": "correct horse battery", "name": "Olivia", "organization_name": "Acme"}
        self.post("auth/signup", account | ({"setup_code": setup_code} if setup_code else {}), browser)
        self.token = self.post("tokens", {"name": "tools", "role": "owner"}, browser)["token"]

    def post(self, path, body, opener=urllib.request.build_opener()):
        return self.send("POST", path, body, opener)

    def get(self, path):
        return self.send("GET", path)

    def send(self, method, path, body=None, opener=urllib.request.build_opener()):
        headers = {"Origin": self.url, "Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/api/v1/{path}", data=data, headers=headers, method=method)
        try:
            with opener.open(request, timeout=60) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as refusal:
            raise RuntimeError(f"{method} {path}: {refusal.code} {refusal.read().decode()}") from None


@contextlib.contextmanager
def outside_world():
    """Runs world.py. Yields its ports and a function that calls the control port."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "Tests/Tools/world.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        ports = json.loads(process.stdout.readline())

        def control(path, body=None):
            data = None if body is None else json.dumps(body).encode()
            with urllib.request.urlopen(f"http://127.0.0.1:{ports['control']}/{path}", data=data, timeout=10) as answer:
                return json.load(answer)

        yield ports, control
    finally:
        process.stdin.close()
        process.wait(10)
