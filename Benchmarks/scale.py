"""The cluster on this machine: lateness and cost of 1,000 checks a second from scheduler to PostgreSQL, what more it can do, how long
a takeover takes; and in the same run what a Python stack of Celery 5, Redis, PostgreSQL and requests does with the same checks."""

import os
import pathlib
import re
import shutil
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Tests/Drill"))

import load
from celery_stack import CeleryStack
from cluster import Cluster
from costs import Costs
from nginx import nginx
from statushawk import Owner, eventually

MINUTES = float(os.environ.get("BENCH_MINUTES", "10"))
MONITORS, INTERVAL = 10_000, 10


def lateness(member):
    """{upper bound in seconds: how many checks started at most that late}."""
    found = {}
    for name, value in member.metrics().items():
        if name.startswith(load.LATENESS + "_bucket{"):
            bound = float(re.search(r'le="([^"]+)"', name).group(1).replace("+Inf", "inf"))
            found[bound] = found.get(bound, 0) + value
    return found


def watch(members, postgres, redis, seconds):
    """Runs for a while: (lateness counts, results stored, CPU seconds by name)."""
    runner = members["runner-eu-1"]
    processes = {name: member.process.pid for name, member in members.items() if member.process}
    costs = Costs(processes | {"postgres": postgres.process.pid, "redis": redis.process.pid})
    before, stored = lateness(runner), count(postgres)
    time.sleep(seconds)
    counts = {bound: value - before.get(bound, 0) for bound, value in lateness(runner).items()}
    return counts, count(postgres) - stored, costs.since()


def count(postgres):
    return int(postgres.rows("SELECT count(*) FROM results")[0][0])


def told(name, counts, stored, costs, seconds):
    total = sum(costs.values())
    yield (
        f"{name}: {stored / seconds:,.0f} checks/s stored, lateness p50 {load.percentile(counts, 0.5)}, p99 {load.percentile(counts, 0.99)}, "
        f"max {load.percentile(counts, 1.0)}; {total / stored * 1000:.3f} CPU-ms a check")
    yield f"{name}, by process: " + ", ".join(
        f"{process} {used / stored * 1000:.3f}" for process, used in sorted(costs.items(), key=lambda item: -item[1])) + " CPU-ms a check"


def measure():
    directory = tempfile.mkdtemp(prefix="statushawk-bench-")
    pathlib.Path(directory).chmod(0o755)
    cluster = Cluster(directory)
    members = {name: cluster.members[name] for name in ("api-1", "scheduler-1", "runner-eu-1", "notifier-1")}
    try:
        with nginx() as target:
            for member in members.values():
                member.environment["LOG_LEVEL"] = "warning"
                member.start()
            for member in members.values():
                eventually(f"{member.name} is ready", member.is_ready, within=60)
            owner = Owner(members["api-1"])
            for number in range(MONITORS):
                host = 1 + number % 16
                owner.post("monitors", {
                    "type": "http", "target": target.replace("127.0.0.1", f"127.0.0.{host}") + f"/ok?monitor={number}",
                    "interval_seconds": INTERVAL, "locations": ["eu"], "channel_ids": []})
            time.sleep(2 * INTERVAL)
            seconds = MINUTES * 60
            counts, stored, costs = watch(members, cluster.postgres, cluster.redis, seconds)
            yield from told(f"{MONITORS:,} monitors at {INTERVAL} s for {MINUTES:g} min", counts, stored, costs, seconds)
            ours = sum(costs.values()) / stored * 1000

            members["scheduler-2"] = cluster.members["scheduler-2"]
            members["scheduler-2"].start()
            eventually("the second scheduler is ready", members["scheduler-2"].is_ready, within=60)
            time.sleep(3)
            killed = time.monotonic()
            members["scheduler-1"].kill()
            eventually("a takeover", members["scheduler-2"].leads, within=60)
            yield f"takeover after kill -9 of the leader: {time.monotonic() - killed:.1f} s"

            for member in members.values():
                member.end()
            time.sleep(9)
            with CeleryStack(cluster.postgres, cluster.redis, f"{target}/ok") as celery:
                rate, cost = celery.measure(seconds=30)
            yield f"Celery, Redis, PostgreSQL and requests, saturated: {rate:,.0f} checks/s, {cost:.1f} CPU-ms a check; {cost / ours:.1f} times ours"
    finally:
        cluster.close()
        shutil.rmtree(directory, ignore_errors=True)
