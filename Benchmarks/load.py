"""Measures resident memory when idle and with 1,000 HTTP monitors at 10 s, and the lateness of their checks."""

import re
import time

from nginx import nginx
from statushawk import Owner, Server

MONITORS, INTERVAL, SETTLE, WATCHED = 1_000, 10, 20, 60
LATENESS = "statushawk_check_lateness_seconds"
MEBIBYTE = 1024 * 1024


def measure():
    with nginx() as target, Server() as server:
        owner = Owner(server)
        time.sleep(10)
        yield f"resident memory idle: {server.resident_bytes() / MEBIBYTE:.0f} MiB"

        for number in range(MONITORS):
            url = f"{target}/ok?monitor={number}"
            owner.post("monitors", {"type": "http", "target": url, "interval_seconds": INTERVAL, "channel_ids": []})
        time.sleep(SETTLE)
        before, cpu_before = buckets(server), cpu_seconds(server)
        time.sleep(WATCHED)
        after, cpu_after = buckets(server), cpu_seconds(server)
        counts = {bound: count - before.get(bound, 0) for bound, count in after.items()}
        checks = counts[float("inf")]
        yield f"resident memory with {MONITORS:,} HTTP monitors at {INTERVAL} s: {server.resident_bytes() / MEBIBYTE:.0f} MiB"
        yield f"lateness of check starts: p50 {percentile(counts, 0.5)}, p99 {percentile(counts, 0.99)} of {checks:,.0f} checks"
        yield f"checks per second: {checks / WATCHED:.1f}, CPU per 10,000 checks: {(cpu_after - cpu_before) / checks * 10_000:.1f} s"


def buckets(server):
    """Returns {upper bound in seconds: number of checks that started at most that late}."""
    found = {}
    for name, value in server.metrics().items():
        if name.startswith(LATENESS + "_bucket{"):
            bound = float(re.search(r'le="([^"]+)"', name).group(1).replace("+Inf", "inf"))
            found[bound] = found.get(bound, 0) + value
    return found


def bound(counts, share):
    """Returns the bound in seconds for `share` of the checks."""
    wanted = counts[float("inf")] * share
    return min(bound for bound, count in counts.items() if count >= wanted)


def percentile(counts, share):
    return f"≤ {bound(counts, share) * 1000:g} ms"


def cpu_seconds(server):
    with open(f"/proc/{server.process.pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100
