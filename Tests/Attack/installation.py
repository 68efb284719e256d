"""The attacked program: one process with SQLite, or five processes with PostgreSQL and Redis."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from cluster import Cluster
from statushawk import BINARY, Server, eventually

# Name: role, location. Clients call the first one.
PROCESSES = {
    "api": ("api", None), "scheduler": ("scheduler", None), "runner-1": ("runner", None), "runner-2": ("runner", None),
    "notifier": ("notifier", None),
}
PASSWORD = "correct horse battery"


class NoNamespace(Exception):
    """The system does not allow this process its own mount namespace."""


def limited(command, descriptors, hosts):
    """Returns the command with a limit of descriptors and its own /etc/hosts, if given."""
    if hosts:
        own = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
        script = 'mount --bind "$0" /etc/hosts && exec "$@"'
        if subprocess.run([*own, "sh", "-c", script, hosts, "true"], check=False, stderr=subprocess.DEVNULL).returncode:
            raise NoNamespace
        command = [*own, "sh", "-c", script, hosts, *command]
    return ["prlimit", f"--nofile={descriptors}:{descriptors}", *command] if descriptors else command


class OneProcess:
    topology = "one process"

    def __init__(self, descriptors=None, hosts=None, **environment):
        self.server = Server(**({"STATUSHAWK_ALLOW_PRIVATE_TARGETS": "true"} | environment))
        self.server.command = limited(self.server.command, descriptors, hosts)

    def start(self):
        self.server.start()

    def close(self):
        self.server.stop()
        shutil.rmtree(self.server.directory, ignore_errors=True)

    @property
    def url(self):
        return self.server.url

    @property
    def environment(self):
        return self.server.environment

    @property
    def processes(self):
        return {"server": self.server.process}

    def said(self):
        return self.server.said()


class SeveralProcesses:
    topology = "cluster"

    def __init__(self, descriptors=None, hosts=None, **environment):
        self.directory = tempfile.mkdtemp(prefix="statushawk-attack-")
        pathlib.Path(self.directory).chmod(0o755)
        self.cluster = Cluster(self.directory, PROCESSES, **environment)
        for member in self.cluster.members.values():
            member.command = limited(member.command, descriptors, hosts)

    def start(self):
        self.cluster.start()
        eventually("a scheduler leads", self.cluster.leader, within=30)

    def close(self):
        self.cluster.close()
        shutil.rmtree(self.directory, ignore_errors=True)

    @property
    def url(self):
        return self.cluster.url

    @property
    def environment(self):
        return next(iter(self.cluster.members.values())).environment

    @property
    def processes(self):
        return {name: member.process for name, member in self.cluster.members.items()}

    def said(self):
        return "\n".join(f"{name}: {member.said()}" for name, member in self.cluster.members.items())


class Installation:
    """An installation of either topology. `with Installation(OneProcess) as installation:` starts and ends it."""

    def __init__(self, topology, **settings):
        self.parts = topology(**settings)

    def __enter__(self):
        try:
            self.parts.start()
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self

    def __exit__(self, kind, *_):
        if kind:
            print(self.parts.said(), file=sys.stderr)
        self.parts.close()

    @property
    def topology(self):
        return self.parts.topology

    @property
    def url(self):
        return self.parts.url

    def create_user(self, email, organization, role="owner"):
        """Creates an account with the admin command. Creates the organization if none has that name."""
        command = [BINARY, "admin", "create-user", email, "--organization", organization, "--role", role]
        done = subprocess.run(
            command, input=PASSWORD + "\n", env=self.parts.environment, cwd="/", capture_output=True, text=True, timeout=300)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout} {done.stderr}")

    def ended(self):
        """Returns the processes that should run but ended, as sentences."""
        found = {name: process.poll() for name, process in self.parts.processes.items()}
        return [f"{name} ended with {status}" for name, status in found.items() if status is not None]

    def answers_health(self, timeout=2.0):
        try:
            with urllib.request.urlopen(self.url + "/healthz", timeout=timeout) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def resident_bytes(self):
        """Returns the resident memory of the process that clients call."""
        process = next(iter(self.parts.processes.values()))
        for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        return 0

    def terminate(self, within):
        """Sends SIGTERM to every process. Returns {name: (seconds, exit status)}; the status is None if the process did not end.
        """
        started = time.monotonic()
        for process in self.parts.processes.values():
            process.send_signal(signal.SIGTERM)
        results = {}
        for name, process in self.parts.processes.items():
            try:
                process.wait(max(started + within - time.monotonic(), 0.01))
            except subprocess.TimeoutExpired:
                pass
            results[name] = (time.monotonic() - started, process.poll())
        return results
