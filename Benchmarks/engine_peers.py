"""The programs that `script/bench engine` compares. Each is run once and returns its cost."""

import contextlib
import dataclasses
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from costs import cpu
from statushawk import BINARY, eventually, free_port

HERE = pathlib.Path(__file__).resolve().parent
PEERS = HERE / "peers"
EXPORTER = pathlib.Path(sys.executable).parent / "prometheus-blackbox-exporter"
IN_FLIGHT = 100
MODULES = """
modules:
  http: {{prober: http, timeout: 10s, http: {{preferred_ip_protocol: ip4, tls_config: {{ca_file: "{ca}"}}}}}}
  tcp: {{prober: tcp, timeout: 10s, tcp: {{preferred_ip_protocol: ip4}}}}
  icmp: {{prober: icmp, timeout: 10s, icmp: {{preferred_ip_protocol: ip4}}}}
"""


@dataclasses.dataclass
class Cost:
    checks: int
    cpu: float
    wall: float

    @property
    def per_ten_thousand(self):
        return self.cpu / self.checks * 10_000

    @property
    def rate(self):
        return self.checks / self.wall


def run(checks, *command):
    """Runs a program that measures itself. Raises if one of its checks fails."""
    told = subprocess.run([str(word) for word in command], check=False, capture_output=True, text=True, timeout=600)
    if told.returncode:
        raise RuntimeError(f"{command[0]} failed: {told.stderr or told.stdout}")
    spent = json.loads(told.stdout)
    spent = spent.get("spent", spent)
    return Cost(checks, spent.get("cpu", spent.get("user", 0) + spent.get("system", 0)), spent["wall"])


def statushawk(kind, checks, targets, ca):
    return run(
        checks, BINARY, "bench", "checks", "--type", kind, "--checks", checks, "--in-flight", IN_FLIGHT,
        *(["--ca-file", ca] if ca else []), *targets)


def curl(checks, urls, ca="", connect_only=False):
    return run(checks, sys.executable, PEERS / "curl_multi.py", checks, IN_FLIGHT, int(connect_only), ca, *urls)


def requests(checks, urls, ca=""):
    return run(checks, sys.executable, PEERS / "plain_requests.py", checks, IN_FLIGHT, ca, *urls)


def fping(checks, hosts):
    """Runs fping at full speed. It has no limit of checks in flight, only an interval between packets; a short one needs root."""
    count = checks // len(hosts)
    spacing = ["-i", "0.01", "-p", "10"] if os.geteuid() == 0 else ["-i", "1", "-p", "1000"]
    before, at = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    told = subprocess.run(
        ["fping", "-q", "-c", str(count), *spacing, *hosts], check=False, capture_output=True, text=True, timeout=600).stderr
    wall, after = time.monotonic() - at, resource.getrusage(resource.RUSAGE_CHILDREN)
    complete = told.count(f" {count}/{count}/0%")
    if complete != len(hosts):
        raise RuntimeError(f"fping lost echoes of {len(hosts) - complete} hosts")
    return Cost(count * len(hosts), after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


class Floor:
    """The program floor.c, compiled when it is created."""

    def __init__(self, directory):
        self.program = f"{directory}/floor"
        subprocess.run(["gcc", "-O2", "-Wall", "-o", self.program, str(PEERS / "floor.c")], check=True)

    def measure(self, kind, checks, port=0):
        return run(checks, self.program, kind, checks, IN_FLIGHT, port)


class Exporter:
    """A blackbox_exporter. wrk requests probes over HTTP, as Prometheus does; the cost of wrk is not counted."""

    def __init__(self, directory, ca):
        modules = pathlib.Path(directory, "blackbox.yml")
        modules.write_text(MODULES.format(ca=ca), encoding="ascii")
        self.url = f"http://127.0.0.1:{free_port()}"
        self.process = subprocess.Popen(
            [EXPORTER, f"--config.file={modules}", "--web.listen-address", self.url.removeprefix("http://"), "--log.level=error"],
            stderr=subprocess.DEVNULL)
        eventually("blackbox_exporter", self.is_up)

    def is_up(self):
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            with urllib.request.urlopen(f"{self.url}/-/healthy", timeout=5) as answer:
                return answer.status == 200
        return False

    def measure(self, module, targets, seconds):
        paths = ["/probe?" + urllib.parse.urlencode({"module": module, "target": target}) for target in targets]
        command = ["wrk", "-t1", f"-c{IN_FLIGHT}", f"-d{seconds}s", "--timeout", "30s", "-s", str(PEERS / "blackbox.lua"), self.url, "--", *paths]
        before, at = cpu(self.process.pid), time.monotonic()
        told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds + 60).stdout
        wall = time.monotonic() - at
        summary = json.loads(told.splitlines()[-1])
        if summary["failed"] or not summary["checks"]:
            raise RuntimeError(f"blackbox_exporter: {summary['failed']} of {summary['checks']} probes of {module} failed")
        return Cost(summary["checks"], cpu(self.process.pid) - before, wall)

    def close(self):
        self.process.terminate()
        self.process.wait(10)


@contextlib.contextmanager
def workshop(ca):
    """Yields (floor, exporter) and removes both afterwards."""
    directory = tempfile.mkdtemp(prefix="statushawk-peers-")
    exporter = None
    try:
        exporter = Exporter(directory, ca)
        yield Floor(directory), exporter
    finally:
        if exporter:
            exporter.close()
        shutil.rmtree(directory, ignore_errors=True)
