"""100,000 monitors at 60 s on this machine: how long a scheduler takes to know them, what it needs to hold them, and how late checks are."""

import pathlib
import shutil
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Tests/Drill"))

from cluster import Cluster
from nginx import nginx
from scale import told, watch
from statushawk import Owner, eventually

MONITORS, INTERVAL, SETTLE, WATCHED = 100_000, 60, 75, 120


def multiply(postgres, monitor):
    """As many monitors as are wanted out of one, told apart by their targets: through the interface it would take minutes."""
    columns = [name for (name,) in postgres.rows(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'monitors' AND column_name <> 'id' ORDER BY ordinal_position")]
    chosen = ["target || number" if name == "target" else name for name in columns]
    postgres.rows(
        f"WITH made AS (INSERT INTO monitors ({', '.join(columns)}) SELECT {', '.join(chosen)} FROM monitors, "
        f"generate_series(2, {MONITORS}) AS number WHERE id = {monitor} RETURNING id) SELECT count(*) FROM made")


def measure():
    directory = tempfile.mkdtemp(prefix="statushawk-bench-")
    pathlib.Path(directory).chmod(0o755)
    cluster = Cluster(directory)
    members = {name: cluster.members[name] for name in ("api-1", "scheduler-1", "runner-eu-1", "notifier-1")}
    scheduler = members["scheduler-1"]
    try:
        with nginx() as target:
            for member in members.values():
                member.environment["LOG_LEVEL"] = "warning"
            for name in ("api-1", "runner-eu-1", "notifier-1"):
                members[name].start()
                eventually(f"{name} is ready", members[name].is_ready, within=60)
            monitor = Owner(members["api-1"]).post("monitors", {
                "type": "http", "target": f"{target}/ok?monitor=", "interval_seconds": INTERVAL, "locations": ["eu"], "channel_ids": []})
            multiply(cluster.postgres, monitor["id"])
            started = time.monotonic()
            scheduler.start()
            eventually("all monitors are known", lambda: knows(scheduler) == MONITORS, within=120)
            yield f"start of the scheduler to all {MONITORS:,} monitors known: {time.monotonic() - started:.1f} s"
            time.sleep(SETTLE)
            counts, stored, costs = watch(members, cluster.postgres, cluster.redis, WATCHED)
            yield from told(f"{MONITORS:,} monitors at {INTERVAL} s for {WATCHED} s", counts, stored, costs, WATCHED)
            yield (
                f"the scheduler meanwhile: {costs['scheduler-1'] / WATCHED * 100:.1f} % of a core, resident {resident(scheduler):.0f} MiB now, "
                f"{resident(scheduler, 'VmHWM'):.0f} MiB at most")
    finally:
        cluster.close()
        shutil.rmtree(directory, ignore_errors=True)


def knows(scheduler):
    try:
        return scheduler.metrics().get("statushawk_scheduler_monitors")
    except OSError:
        return None


def resident(member, what="VmRSS"):
    """In MiB."""
    for line in pathlib.Path(f"/proc/{member.process.pid}/status").read_text().splitlines():
        if line.startswith(what + ":"):
            return int(line.split()[1]) / 1024
    return 0.0
