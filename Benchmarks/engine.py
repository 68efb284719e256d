"""Compares CPU time per check and checks per second with other programs, in alternating rounds of one run."""

import json
import os
import statistics
import subprocess

import engine_peers as peers
from engine_target import PINGED, engine_target
from statushawk import BINARY

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
CHECKS = int(os.environ.get("BENCH_CHECKS", "10000"))
SECONDS = 4
OURS = "statushawk"
#: (kind, peer, the most that our CPU time may be, as a share of the peer's)
GOALS = [
    ("http", "blackbox_exporter", 1 / 7), ("http", "libcurl multi", 1.6), ("https", "blackbox_exporter", 1 / 4),
    ("icmp", "fping", 1 / 2),
]


def contestants(target, floor, exporter):
    """Returns {kind: {name: a measurement}}."""
    http, https, ports = target.urls("http"), target.urls("https"), target.ports()
    few = max(CHECKS // 10, 100)
    return {
        "http": {
            OURS: lambda: peers.statushawk("http", CHECKS, http, None),
            "blackbox_exporter": lambda: exporter.measure("http", http, SECONDS),
            "libcurl multi": lambda: peers.curl(CHECKS, http),
            "requests": lambda: peers.requests(few, http),
            "epoll in C": lambda: floor.measure("http", CHECKS, target.plain),
        },
        "https": {
            OURS: lambda: peers.statushawk("http", CHECKS // 2, https, target.ca),
            "blackbox_exporter": lambda: exporter.measure("http", https, SECONDS),
            "libcurl multi": lambda: peers.curl(CHECKS // 4, https, target.ca),
            "requests": lambda: peers.requests(few // 2, https, target.ca),
        },
        "tcp": {
            OURS: lambda: peers.statushawk("tcp", CHECKS, ports, None),
            "blackbox_exporter": lambda: exporter.measure("tcp", ports, SECONDS),
            "libcurl multi": lambda: peers.curl(CHECKS, http, connect_only=True),
            "epoll in C": lambda: floor.measure("tcp", CHECKS, target.plain),
        },
        "icmp": {
            OURS: lambda: peers.statushawk("icmp", CHECKS * 4, PINGED, None),
            "blackbox_exporter": lambda: exporter.measure("icmp", PINGED, SECONDS),
            "fping": lambda: peers.fping(CHECKS * 4, PINGED),
            "sendmmsg in C": lambda: floor.measure("icmp", CHECKS * 4),
        },
    }


def compete(candidates):
    """Returns {name: (median CPU-s per 10,000, median checks per second)} over rounds in which all candidates take turns."""
    rounds = {name: [] for name in candidates}
    for _ in range(ROUNDS):
        for name, measure in candidates.items():
            rounds[name].append(measure())
    return {
        name: (statistics.median(cost.per_ten_thousand for cost in costs), statistics.median(cost.rate for cost in costs))
        for name, costs in rounds.items()
    }


def wheel():
    told = subprocess.run([BINARY, "bench", "wheel"], check=True, capture_output=True, text=True, timeout=120).stdout
    seen = json.loads(told)
    spent = seen["spent"]
    share = (spent["user"] + spent["system"]) / spent["wall"] * 100
    return (
        f"100,000 monitors in the wheel: {seen['fired'] / spent['wall']:,.0f} due/s at {share:.1f} % of a core (goal: under 5 %), lateness "
        f"p50 {seen['latenessP50']:g}, p99 {seen['latenessP99']:g}, most {seen['latenessMost']:g} ms")


def measure():
    found = {}
    with engine_target() as target, peers.workshop(target.ca) as (floor, exporter):
        for kind, candidates in contestants(target, floor, exporter).items():
            found[kind] = compete(candidates)
            ours = found[kind][OURS][0]
            for name, (cost, rate) in found[kind].items():
                ratio = "" if name == OURS else f"; ours is {ours / cost:.2f} of it"
                yield f"{kind} by {name}: {cost:.3f} CPU-s per 10,000 checks, {rate:,.0f} checks/s{ratio}"
    for kind, peer, goal in GOALS:
        ratio = found[kind][OURS][0] / found[kind][peer][0]
        yield f"goal: {kind} at most {goal:.2f} of {peer}: {ratio:.2f}, {'reached' if ratio <= goal else 'missed'}"
    yield wheel()
