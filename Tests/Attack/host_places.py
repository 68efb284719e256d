"""Checks that occupy every place at a host's address, which the victim also checks."""

import threading
import time

import servers as s
from load import PROXY, Attack, Report

MONITOR = {
    "type": "tcp", "interval_seconds": 3600, "timeout_seconds": 590, "confirmations": 0, "channel_ids": [],
    "settings": {"expect": "x"},
}


NAMES = [f"name-{number}.test" for number in range(40)]
# The maximum number of checks in flight per host of one runner, and the runners of a cluster.
AT_ONE_HOST, RUNNERS = 10, 2


class Silent(s.Listener):
    """Accepts connections and sends nothing. Counts the waiting clients."""

    def __init__(self):
        self.waiting, self.most, self.lock = 0, 0, threading.Lock()
        super().__init__(self.keep, backlog=1_024)

    def keep(self, connection):
        with self.lock:
            self.waiting += 1
            self.most = max(self.most, self.waiting)
        try:
            s.hold(connection)
        finally:
            with self.lock:
                self.waiting -= 1


def occupy(scene, begin, seconds, hosts):
    silent = Silent()
    begin()
    made, refusal = scene.attacker.try_to_make(
        len(hosts), "monitors", lambda number: MONITOR | {"target": f"{hosts[number]}:{silent.port}"})
    time.sleep(seconds)
    report = Report(len(made), note=f"{silent.most} at once" + ("" if refusal is None else f", then refused with {refusal.status}"))
    if silent.most == 0:
        report.faults.append("no check arrived, so the test is inconclusive")
    if silent.most > AT_ONE_HOST * RUNNERS:
        report.faults.append(f"{silent.most} checks were in flight at one address")
    return report


def one_name(scene, begin, seconds):
    return occupy(scene, begin, seconds, ["127.0.0.1"] * 12)


def many_names(scene, begin, seconds):
    """Names that resolve to the victim's address, through a file that replaces /etc/hosts."""
    return occupy(scene, begin, seconds, NAMES)


ATTACKS = [
    Attack("places: twelve silent checks at the victim's address", one_name, is_short=True),
    Attack("places: forty names of the victim's address", many_names, settings=PROXY | {"hosts": "{hosts}"}),
]
