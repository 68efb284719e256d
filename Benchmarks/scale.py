"""Measures the cluster on this machine: lateness and cost of 1,000 checks per second, the highest rate, and the time of a
takeover.
Then measures a Python stack of Celery 5, Redis, PostgreSQL and requests with the same checks, in the same run.
"""

import os
import time

import load
from celery_stack import CeleryStack
from rig import Rig
from statushawk import eventually

MINUTES = float(os.environ.get("BENCH_MINUTES", "10"))
RATE, INTERVAL = 1_000, 10
MORE, MORE_WATCHED = range(2_000, 8_001, 1_000), 40
LATE = 0.1


def measure():
    with Rig(INTERVAL) as rig:
        rig.grow(RATE * INTERVAL)
        time.sleep(2 * INTERVAL)
        seen = rig.watch(MINUTES * 60)
        yield from seen.told(f"{RATE * INTERVAL:,} monitors at {INTERVAL} s for {MINUTES:g} min")

        most = seen
        for rate in MORE:
            rig.grow(rate * INTERVAL)
            time.sleep(2 * INTERVAL)
            more = rig.watch(MORE_WATCHED)
            yield from more.told(f"{rate:,} a second due")
            if more.rate < 0.99 * rate or load.bound(more.lateness, 0.99) > LATE:
                break
            most = more
        yield f"most with all of them stored and lateness p99 ≤ {LATE * 1000:.0f} ms: {most.rate:,.0f} checks/s"

        yield f"takeover after kill -9 of the leader: {takeover(rig):.1f} s"

        for member in rig.members.values():
            member.end()
        time.sleep(9)
        with CeleryStack(rig.cluster.postgres, rig.cluster.redis, f"{rig.target}/ok") as celery:
            rate, cost = celery.measure(seconds=30)
        yield (
            f"Celery, Redis, PostgreSQL and requests, saturated: {rate:,.0f} checks/s, {cost:.1f} CPU-ms a check; "
            f"{cost / seen.cost:.1f} times ours, and we do {most.rate / rate:.1f} times as many")


def takeover(rig):
    rig.members["scheduler-2"] = successor = rig.cluster.members["scheduler-2"]
    successor.start()
    eventually("the second scheduler is ready", successor.is_ready, within=60)
    time.sleep(3)
    killed = time.monotonic()
    rig.members["scheduler-1"].kill()
    eventually("a takeover", successor.leads, within=60)
    return time.monotonic() - killed
