"""Breaks a real cluster by a seeded plan, and compares what really happened with the stored results, incidents and alerts.

    script/drill [--seed N] [--seconds N] [--monitors N]

Starts PostgreSQL, Redis, two api, two scheduler and two notifier processes, and three runners in two locations. Monitors run at 2
to 5 s over targets that fail and recover. One part after the other is killed, frozen, restarted or disconnected. Prints a table,
and exits with 1 on any difference.
"""

import argparse
import contextlib
import datetime
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

# The outcome of a result that says nothing about the target.
UNKNOWN = 3

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Tools"))

import plan
from breaking import Breaking
from cluster import Cluster
from statushawk import Owner, eventually
from targets import HOSTS
from verdict import TIMEOUT, Result, Verdict, Watched


@contextlib.contextmanager
def targets():
    """Runs targets.py. Yields its URL and a function that adds outages to its plan."""
    process = subprocess.Popen(
        [sys.executable, str(HERE / "targets.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        url = f"http://127.0.0.1:{int(process.stdout.readline())}"

        def add(outages):
            process.stdin.write(json.dumps({"outages": outages}) + "\n")
            process.stdin.flush()

        yield url, add
    finally:
        process.stdin.close()
        process.wait(10)


def watch(owner, url, count, seed):
    """Creates the monitors: most at one location, some at both with a quorum of both."""
    chance = random.Random(f"monitors {seed}")
    monitors = []
    for target in range(count):
        locations = chance.choice([["eu"], ["eu"], ["us"], ["eu", "us"]])
        interval = chance.choice([2, 3, 4, 5])
        made = owner.post("monitors", {
            "type": "http", "target": f"{url.replace('127.0.0.1', HOSTS[target % len(HOSTS)])}/t/{target}", "name": f"Target {target}", "interval_seconds": interval,
            "timeout_seconds": TIMEOUT, "confirmations": 1, "confirmation_delay_seconds": 0, "locations": locations,
            "quorum": len(locations), "anomaly": {"enabled": False}})
        monitors.append(Watched(made["id"], target, interval * 1000, locations, len(locations)))
    return monitors


def stored_incidents(postgres):
    query = """
        SELECT i.id, m.monitor_id, i.started_at, coalesce(i.resolved_at, 0), i.message
        FROM incidents AS i JOIN incident_monitors AS m ON m.incident_id = i.id WHERE i.cause = 'check' ORDER BY i.id"""
    return [
        {"id": int(row[0]), "monitor": int(row[1]), "started_at": int(row[2]) / 1000,
         "resolved_at": int(row[3]) / 1000 or None, "message": row[4]}
        for row in postgres.rows(query)]


def measured_by_results(results, until, setbacks):
    """Returns how many seconds the results of one location cover, up to `until`.
    `results`: [(shift, start, end, outcome), …], where `shift` counts the clock setbacks before. `setbacks`: their instants. Time
    that was already covered before a setback comes twice and does not count.
    """
    twice = []
    for count, instant in enumerate(setbacks):
        ahead = [(start, end) for shift, start, end, _ in results if shift == count and start >= instant]
        if ahead:
            twice.append((min(start for start, _ in ahead), max(end for _, end in ahead)))
    total = 0
    for count in range(len(setbacks) + 1):
        own = sorted(result for result in results if result[0] == count)
        following = [start for _, start, _, _ in own[1:]] + [until]
        for (_, start, end, outcome), after in zip(own, following):
            if outcome == UNKNOWN or any(begin <= start < stop for begin, stop in twice):
                continue
            end = min(end, after, *(begin for begin, _ in twice if begin >= start))
            total += max(end - start, 0)
    return total


def measured(owner, postgres, monitors):
    """Returns (monitor, measured time by the API, time covered by stored results, tolerance) of some monitors, in seconds.
    It is unknown which results were stored before a setback was found. This makes a difference of up to three intervals.
    """
    setbacks = [int(row[0]) / 1000 for row in postgres.rows("SELECT found_at FROM clock_setbacks ORDER BY found_at")]
    compared = []
    for watched in monitors:
        if len(watched.locations) > 1:
            continue
        created = datetime.datetime.fromisoformat(owner.get(f"monitors/{watched.id}")["created_at"]).timestamp()
        stats = owner.get(f"monitors/{watched.id}/stats?period=24h")
        existed = time.time() - created
        # Whole intervals: as many as the check took.
        rows = postgres.rows(
            "SELECT slot, slot + greatest((finished_at - slot + interval_ms - 1) / interval_ms, 1) * interval_ms, outcome "
            f"FROM results WHERE monitor_id = {watched.id} ORDER BY slot")
        results = [(watched.shift(int(slot)), int(slot) / 1000, int(end) / 1000, int(outcome)) for slot, end, outcome in rows]
        # The first check is not on the grid, but belongs to the same time as the next.
        results[0] = (results[1][0], *results[0][1:])
        told, stored = stats["coverage_percent"] / 100 * existed, measured_by_results(results, created + existed, setbacks)
        compared.append((watched.id, told, stored, 1.5 + 3 * watched.interval / 1000 * len(setbacks)))
    return compared


def truths(journal, until):
    """Returns target: [(start, end), …] of its real outages."""
    spans, open_since = {}, {}
    for target, is_failing, at in journal["turns"]:
        if is_failing:
            open_since[target] = at
        elif target in open_since:
            spans.setdefault(target, []).append((open_since.pop(target), at))
    for target, at in open_since.items():
        spans.setdefault(target, []).append((at, until))
    return {target: spans.get(target, []) for target in range(100_000)}


def drill(arguments, directory):
    cluster = Cluster(directory, has_passages=True)
    cluster.postgres.make_clock_adjustable()
    breaking = Breaking(cluster, arguments.seed)
    with targets() as (url, add_outages), contextlib.closing(cluster):
        cluster.start()
        owner = Owner(cluster.members["api-1"])
        owner.post("channels", {"name": "Hook", "type": "webhook", "is_default": True, "config": {"url": f"{url}/hook"}})
        monitors = watch(owner, url, arguments.monitors, arguments.seed)

        def newest():
            query = "SELECT count(DISTINCT (monitor_id, location)) FROM results"
            return int(cluster.postgres.rows(query)[0][0]) >= sum(len(watched.locations) for watched in monitors)

        eventually("every monitor is checked from each of its locations", newest, within=60, every=0.5)
        time.sleep(6)  # past the first slot of every monitor on the grid
        start = time.time()
        add_outages([[t, start + a, start + b] for t, a, b in plan.outages(arguments.seed, arguments.seconds, arguments.monitors)])
        faults = [] if arguments.without_faults else plan.faults(arguments.seed, arguments.seconds, arguments.away)
        for fault in faults:
            time.sleep(max(start + fault.at - time.time(), 0))
            print(f"  {time.time() - start:6.1f} s  {fault.what} {fault.subject} for {fault.seconds:.0f} s", flush=True)
            breaking.carry_out(fault)
        time.sleep(max(start + arguments.seconds - time.time(), 0))
        end = time.time()

        def settled():
            pending = "SELECT count(*) FROM deliveries WHERE status = 'pending'"
            events = "SELECT count(*) FROM alert_events WHERE planned_at IS NULL"
            unresolved = "SELECT count(*) FROM incidents WHERE resolved_at IS NULL"
            waiting = sum(member.waiting_bytes() for member in cluster.members.values())
            return waiting + sum(int(cluster.postgres.rows(query)[0][0]) for query in (pending, events, unresolved)) == 0

        time.sleep(6)
        with contextlib.suppress(Exception):  # the table shows what has not settled
            eventually("all alerts are sent", settled, within=90, every=0.5)
        with urllib.request.urlopen(f"{url}/journal", timeout=30) as answer:
            journal = json.load(answer)
        postgres = cluster.postgres
        verdict = Verdict(breaking.windows, start, end)
        results = [
            Result(int(monitor), location, *map(int, rest)) for monitor, location, *rest in postgres.rows(
                "SELECT monitor_id, location, slot, started_at, finished_at, attempts FROM results")]
        verdict.note("results stored", len(results))
        verdict.slots(monitors, results)
        verdict.durations(results)
        incidents = stored_incidents(postgres)
        verdict.incidents(monitors, truths(journal, end), incidents)
        verdict.alerts(incidents, journal["alerts"], breaking.notifier_faults)
        verdict.coverage(measured(owner, postgres, monitors[:60]))
        wrong = breaking.disobedient
        verdict.note("processes that did not end or step down in time", len(wrong), f"{wrong}" if wrong else None)
        if breaking.takeovers:
            slowest = max(breaking.takeovers)
            verdict.note(
                "takeover", f"{len(breaking.takeovers)} times, slowest {slowest:.1f} s",
                f"slower than {Breaking.TAKEOVER} s" if slowest > Breaking.TAKEOVER else None)
        return verdict


def main():
    parser = argparse.ArgumentParser(prog="script/drill", description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=600, help="how long faults are injected")
    parser.add_argument("--monitors", type=int, default=500)
    parser.add_argument("--away", type=int, default=60, help="how long PostgreSQL is away, in seconds")
    parser.add_argument("--without-faults", action="store_true", help="only targets fail; the cluster is left alone")
    parser.add_argument("--keep", action="store_true", help="keep the directory with the logs even if nothing differs")
    arguments = parser.parse_args()
    directory = tempfile.mkdtemp(prefix="statushawk-drill-")
    pathlib.Path(directory).chmod(0o755)
    print(f"drill with seed {arguments.seed}: {arguments.monitors} monitors, {arguments.seconds} s", flush=True)
    verdict = drill(arguments, directory)
    print(verdict.table())
    for fault in verdict.faults:
        print(f"differs: {fault}")
    if verdict.faults or arguments.keep:
        print(f"the logs of all processes are in {directory}")
    else:
        shutil.rmtree(directory, ignore_errors=True)
    print("drill: nothing differs" if not verdict.faults else f"drill: {len(verdict.faults)} differences")
    return 1 if verdict.faults else 0


if __name__ == "__main__":
    sys.exit(main())
