"""A cluster under load: one process of each role over PostgreSQL and Redis, with any number of monitors of a local nginx."""

import dataclasses
import pathlib
import re
import shutil
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Tests/Drill"))

import load
from cluster import Cluster
from costs import Costs
from nginx import HOSTS, nginx
from statushawk import Owner, eventually

ROLES = ("api-1", "scheduler-1", "runner-eu-1", "notifier-1")


@dataclasses.dataclass
class Seen:
    """The measurements of a span of time."""

    seconds: float
    stored: int
    lateness: dict  # upper bound in seconds: number of checks that started at most that late
    costs: dict  # CPU seconds by process

    @property
    def rate(self):
        return self.stored / self.seconds

    @property
    def cost(self):
        """CPU-ms per check over all processes."""
        return sum(self.costs.values()) / self.stored * 1000

    def told(self, name):
        p50, p99, most = (load.percentile(self.lateness, share) for share in (0.5, 0.99, 1.0))
        yield f"{name}: {self.rate:,.0f} checks/s stored, lateness p50 {p50}, p99 {p99}, max {most}; {self.cost:.3f} CPU-ms a check"
        shares = sorted(self.costs.items(), key=lambda item: -item[1])
        yield f"{name}, by process: " + ", ".join(f"{process} {used / self.stored * 1000:.3f}" for process, used in shares) + " CPU-ms a check"


class Rig:
    def __init__(self, interval):
        self.interval = interval
        self.directory = tempfile.mkdtemp(prefix="statushawk-bench-")
        pathlib.Path(self.directory).chmod(0o755)
        self.cluster = Cluster(self.directory)
        self.members = {name: self.cluster.members[name] for name in ROLES}
        self.nginx = nginx()
        self.monitors = 0

    def __enter__(self):
        try:
            self.target = self.nginx.__enter__()
            for member in self.members.values():
                member.environment["LOG_LEVEL"] = "warning"
                # The first process migrates the database.
                member.start()
                eventually(f"{member.name} is ready", member.is_ready, within=60)
            self.first = Owner(self.members["api-1"]).post("monitors", {
                "type": "http", "target": f"{self.target}/ok?monitor=", "interval_seconds": self.interval, "locations": ["eu"], "channel_ids": []})
            self.monitors = 1
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.cluster.close()
        self.nginx.__exit__(None, None, None)
        shutil.rmtree(self.directory, ignore_errors=True)

    def grow(self, monitors):
        """Copies the first monitor until there are `monitors`, which differ in their targets. Through the API, this would take
        minutes.
        Returns the seconds from the start of a scheduler until it knows all monitors.
        """
        scheduler = self.members["scheduler-1"]
        scheduler.end()
        scheduler.process.wait(15)
        columns = [name for (name,) in self.cluster.postgres.rows(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'monitors' AND column_name <> 'id' ORDER BY ordinal_position")]
        # Spread over several addresses, because a runner has at most ten checks in flight per host.
        target = f"replace(target, '//127.0.0.1:', '//127.0.0.' || 1 + number % {HOSTS} || ':') || number"
        chosen = [target if name == "target" else name for name in columns]
        self.cluster.postgres.rows(
            f"WITH made AS (INSERT INTO monitors ({', '.join(columns)}) SELECT {', '.join(chosen)} FROM monitors, "
            f"generate_series({self.monitors + 1}, {monitors}) AS number WHERE id = {self.first['id']} RETURNING id) SELECT count(*) FROM made")
        self.monitors = monitors
        started = time.monotonic()
        scheduler.start()
        eventually("all monitors are known", lambda: knows(scheduler) == monitors, within=120)
        return time.monotonic() - started

    def watch(self, seconds):
        processes = {name: member.process.pid for name, member in self.members.items()}
        services = {"postgres": self.cluster.postgres.process.pid, "redis": self.cluster.redis.process.pid}
        costs = Costs(processes | services)
        lateness, stored, up = self.lateness(), *self.count()
        time.sleep(seconds)
        after, now_stored, now_up = self.lateness(), *self.count()
        if now_stored - stored != now_up - up:
            raise RuntimeError(f"{now_stored - stored - now_up + up} checks of a target that answers were not up")
        return Seen(seconds, now_stored - stored, {bound: value - lateness.get(bound, 0) for bound, value in after.items()}, costs.since())

    def count(self):
        """Returns (number of results, number of them that are up)."""
        return map(int, self.cluster.postgres.rows("SELECT count(*), count(*) FILTER (WHERE reason = 'none') FROM results")[0])

    def lateness(self):
        found = {}
        for name, value in self.members["runner-eu-1"].metrics().items():
            if name.startswith(load.LATENESS + "_bucket{"):
                bound = float(re.search(r'le="([^"]+)"', name).group(1).replace("+Inf", "inf"))
                found[bound] = found.get(bound, 0) + value
        return found


def knows(scheduler):
    try:
        return scheduler.metrics().get("statushawk_scheduler_monitors")
    except OSError:
        return None
