"""Measures the time from an outage to the webhook, at an interval of 1 s with one confirmation and no delay."""

import statistics
import time

from statushawk import Owner, Server, eventually, outside_world

RUNS = 15


def measure():
    with outside_world() as (ports, control), Server() as server:
        owner = Owner(server)
        owner.post("channels", {
            "name": "Hook", "type": "webhook", "is_default": True, "config": {"url": f"http://127.0.0.1:{ports['webhook']}/"}})
        monitor = owner.post("monitors", {
            "type": "http", "target": f"http://127.0.0.1:{ports['http']}/", "interval_seconds": 1, "confirmation_delay_seconds": 0})["id"]

        def told(event):
            return [entry for entry in control("journal")["webhooks"] if entry["body"]["event"] == event]

        seconds = []
        for run in range(RUNS):
            eventually("up", lambda: owner.get(f"monitors/{monitor}")["status"] == "up" and len(told("incident.resolved")) == run)
            time.sleep(run / RUNS)  # varies the phase of the interval
            broken = time.monotonic()
            control("set", {"http": "fail"})
            arrived = eventually("the webhook", lambda: told("incident.opened")[run:])[0]["at"]
            seconds.append(arrived - broken)
            control("set", {"http": "up"})
    yield f"outage to webhook at 1 s: median {statistics.median(seconds):.2f} s, slowest {max(seconds):.2f} s of {RUNS} outages"
