"""The cluster of a drill: two api, two scheduler and two notifier processes, and three runners in two locations."""

import pathlib
import secrets
import signal
import subprocess
import time
import urllib.error
import urllib.request

from passage import Passage
from postgres_redis import PostgreSQL, Redis
from statushawk import BINARY, NeverHappened, eventually, free_port

# Name: role, location. Users call the first one.
PROCESSES = {
    "api-1": ("api", None), "api-2": ("api", None),
    "scheduler-1": ("scheduler", None), "scheduler-2": ("scheduler", None),
    "runner-eu-1": ("runner", "eu"), "runner-eu-2": ("runner", "eu"), "runner-us-1": ("runner", "us"),
    "notifier-1": ("notifier", None), "notifier-2": ("notifier", None),
}


class Member:
    """One process of the cluster."""

    def __init__(self, name, role, location, directory, environment):
        self.name = name
        self.role, self.location = role, location
        self.command = [BINARY, "serve", "--role", role]
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.directory = pathlib.Path(directory, name)
        self.directory.mkdir()
        self.environment = environment | {
            "PATH": "/usr/bin:/bin", "STATUSHAWK_LISTEN": f"127.0.0.1:{self.port}", "STATUSHAWK_DATA_DIR": str(self.directory / "data"),
            "LOG_LEVEL": "info", "DATABASE_POOL_SIZE": "3",
        }
        if self.location:
            self.environment["STATUSHAWK_LOCATION"] = self.location
        self.process = None

    def start(self):
        with open(self.directory / "log", "ab") as log:
            self.process = subprocess.Popen(
                self.command, env=self.environment, cwd=self.directory, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def is_ready(self):
        if self.process.poll() is not None:
            raise NeverHappened(f"{self.name} ended with {self.process.returncode}:\n{self.said()}")
        try:
            with urllib.request.urlopen(self.url + "/readyz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def metrics(self):
        with urllib.request.urlopen(self.url + "/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line and line[0] != "#")}

    def waiting_bytes(self):
        """Returns the bytes of results on its disk that are not yet in the database."""
        metrics = self.metrics()
        return sum(metrics.get(f"statushawk_recorder_{kind}_bytes", 0) for kind in ("spilled", "held"))

    def leads(self):
        try:
            return self.metrics().get("statushawk_scheduler_leader") == 1
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def starts(self):
        """Returns how often it has started, including restarts within the same process."""
        return (self.directory / "log").read_text(errors="replace").count("StatusHawk is ready: ")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def terminate(self, within):
        """Sends SIGTERM like a service manager. Returns the exit status. None if it did not end in time."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def end(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGTERM)

    def said(self):
        return (self.directory / "log").read_text(errors="replace")[-3000:]


class Cluster:
    def __init__(self, directory, processes=PROCESSES, has_passages=False, **environment):
        """has_passages: the connection to PostgreSQL can be silenced, for each scheduler and for all other processes together."""
        self.postgres = PostgreSQL(directory)
        self.redis = Redis(directory)
        self.passages = {}
        environment = {
            "DATABASE_URL": self.postgres.url, "REDIS_URL": self.redis.url, "SECRET_KEY": secrets.token_hex(32),
            "STATUSHAWK_ALLOW_PRIVATE_TARGETS": "true",
        } | environment
        if has_passages:
            alone = [name for name, (role, _) in processes.items() if role == "scheduler"]
            self.passages = {name: Passage(self.postgres.port) for name in [*alone, "others"]}
        self.members = {
            name: Member(name, role, location, directory, environment | self.way_of(name))
            for name, (role, location) in processes.items()}

    def way_of(self, name):
        passage = self.passages.get(name) or self.passages.get("others")
        return {"DATABASE_URL": f"postgres://hawk@127.0.0.1:{passage.port}/hawk"} if passage else {}

    @property
    def url(self):
        return next(iter(self.members.values())).url

    def start(self):
        """Starts all processes at once, as after a boot. Each migrates, or waits for the one that does."""
        for member in self.members.values():
            member.start()
        for member in self.members.values():
            eventually(f"{member.name} is ready", member.is_ready, within=60)

    def leader(self):
        found = [name for name, member in self.members.items() if member.role == "scheduler" and member.leads()]
        return found[0] if found else None

    def close(self):
        for member in self.members.values():
            member.end()
        deadline = time.monotonic() + 15
        for member in self.members.values():
            if member.process:
                try:
                    member.process.wait(max(deadline - time.monotonic(), 0.1))
                except subprocess.TimeoutExpired:
                    member.kill()
        self.redis.close()
        self.postgres.close()
        for passage in self.passages.values():
            passage.close()
