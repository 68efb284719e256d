"""The tenant next to the attacker. Measures its checks, alerts and requests."""

import contextlib
import dataclasses
import datetime
import json
import math
import multiprocessing
import pathlib
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request

from people import NoAnswer, Refused, Tenant
from statushawk import NeverHappened, eventually
from verdict import Watched

CHECKED = 10
# Targets that fail one after the other to trigger alerts.
ALERTING = range(CHECKED, CHECKED + 4)
INTERVAL = 1
NEVER = math.inf
# How long to wait for an alert after the end of the attack, in seconds.
LATEST_ALERT = 20.0


@contextlib.contextmanager
def watched_targets():
    """Runs Tests/Drill/targets.py. Yields its URL and a function that adds outages to its plan."""
    program = pathlib.Path(__file__).resolve().parents[1] / "Drill/targets.py"
    process = subprocess.Popen([sys.executable, str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        url = f"http://127.0.0.1:{int(process.stdout.readline())}"

        def add(outages):
            process.stdin.write(json.dumps({"outages": outages}) + "\n")
            process.stdin.flush()

        yield url, add
    finally:
        process.stdin.close()
        process.wait(10)


@dataclasses.dataclass
class Figures:
    """The victim's figures in a span of time."""
    lateness_ms: float  # p99 from a slot to the start of its check
    checked: float  # stored results per due slot, 1 if none is missing
    alert_s: float  # from a target's failure to the arrival of the alert
    api_ms: float  # median of its requests

    def __str__(self):
        return (f"checks {self.checked:.0%}, late {self.lateness_ms:.0f} ms, alert {self.alert_s:.1f} s, "
                f"API {self.api_ms:.0f} ms")


# Below these values, even a doubled figure is acceptable, because the machine has other work.
FLOORS = {"lateness_ms": 250.0, "alert_s": 2.0, "api_ms": 250.0}
NAMES = {"lateness_ms": "lateness", "alert_s": "alert", "api_ms": "API"}
MISSING = 0.10
# The additional factor of the short form. It attacks a debug build, whose work takes several times as long, on any machine.
# Attacks that stop or blind the victim still exceed it.
SHORT = 4.0


def harm(before, during, judged, is_short):
    """Returns the figures that more than doubled, as sentences. `judged`: "checks", "alert", "api"."""
    factor = SHORT if is_short else 1.0
    measures = {"checks": ["lateness_ms"], "alert": ["alert_s"], "api": ["api_ms"]}
    found = []
    for field in (field for name in judged for field in measures[name]):
        was, became = getattr(before, field), getattr(during, field)
        if became > max(2 * was, FLOORS[field] * factor):
            found.append(f"the victim's {NAMES[field]} went from {was:.1f} to {became:.1f}")
    if "checks" in judged and during.checked < min(1 - MISSING * factor, before.checked - MISSING / 2):
        found.append(f"{during.checked:.0%} of the victim's checks were made, {before.checked:.0%} before")
    return found


class Victim(Tenant):
    def __init__(self, installation, targets, plan_outages):
        super().__init__(installation, "Victim")
        self.targets, self.plan_outages = targets, plan_outages
        self.channel = self.post("channels", {
            "name": "Hook", "type": "webhook", "is_default": True, "config": {"url": f"{targets}/hook"}})["id"]
        self.monitors = [self.watch(number) for number in (*range(CHECKED), *ALERTING)]
        self.alerting = list(ALERTING)
        eventually("every monitor of the victim is up", self.all_up, within=60, every=0.2)

    def watch(self, number):
        made = self.post("monitors", {
            "type": "http", "target": f"{self.targets}/t/{number}", "name": f"Target {number}", "interval_seconds": INTERVAL,
            "timeout_seconds": 0.8, "confirmations": 0, "channel_ids": [self.channel], "anomaly": {"enabled": False}})
        return Watched(made["id"], number, INTERVAL * 1000, ["default"], 1)

    def all_up(self):
        return all(monitor["status"] == "up" for monitor in self.every("monitors"))

    def measure(self, seconds, work=None):
        """Measures for `seconds`, or as long as `work()` takes. Returns the figures and the result of `work`."""
        start = time.time()
        subject = self.alerting.pop(0)
        self.alerting.append(subject)
        self.plan_outages([[subject, start + 1, start + seconds]])
        with sampling(self.url, self.token) as latencies:
            outcome = work() if work else None
            time.sleep(max(start + seconds - time.time(), 0))
            end = time.time()
            api_ms = statistics.median(latencies() or [NEVER])
        alert_s = self.alert_after(start, subject)
        lateness_ms, checked = self.checks(start + 1, end)
        with contextlib.suppress(NeverHappened, NoAnswer, Refused):  # otherwise the next measurement before an attack shows it
            eventually("the victim's targets are up again", self.all_up, within=20, every=0.2)
        return Figures(lateness_ms, checked, alert_s, api_ms), outcome

    def alert_after(self, start, subject):
        """Returns the seconds from the target's failure to the arrival of its alert."""
        monitor = next(watched.id for watched in self.monitors if watched.target == subject)

        def told():
            with urllib.request.urlopen(f"{self.targets}/journal", timeout=10) as answer:
                journal = json.load(answer)
            failed = [at for target, is_failing, at in journal["turns"] if target == subject and is_failing and at >= start]
            arrived = [
                alert["at"] for alert in journal["alerts"]
                if alert["at"] >= start and alert["body"]["event"] == "incident.opened" and alert["body"]["monitor"]["id"] == monitor]
            return (arrived[0], failed[0]) if arrived and failed else None

        try:
            arrived, failed = eventually("the alert", told, within=LATEST_ALERT, every=0.2)
        except NeverHappened:
            return NEVER
        return arrived - failed

    def checks(self, start, end):
        """Returns the p99 lateness in ms of the checks due from `start` to `end`, and the share of them that ran."""
        time.sleep(1.5)  # the last due results are stored by then
        due, late = 0, []
        for watched in self.monitors:
            slots = set(watched.slots(int(start * 1000), int((end - 1) * 1000)))
            due += len(slots)
            try:
                results = eventually("results", lambda: self.results(watched.id, start, end), within=30, every=0.5)
            except NeverHappened:
                return NEVER, 0.0
            late += [began - slot for slot, began in results if slot in slots]
        late.sort()
        return (late[math.ceil(len(late) * 0.99) - 1] if late else NEVER), len(late) / max(due, 1)

    def results(self, monitor, start, end):
        """Returns [(slot, start of the check), …] in ms. Empty if there is no response."""
        span = f"from={instant(start)}&to={instant(end + 1)}&limit=500"
        try:
            items = self.get(f"monitors/{monitor}/results?{span}", timeout=10)["items"]
        except (NoAnswer, Refused):
            return []
        return [(milliseconds(item["scheduled_at"]), milliseconds(item["started_at"])) for item in items]


def instant(seconds):
    text = datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return urllib.parse.quote(text)


def milliseconds(text):
    return round(datetime.datetime.fromisoformat(text).timestamp() * 1000)


@contextlib.contextmanager
def sampling(url, token):
    """Requests the list of monitors ten times a second in its own process. Yields a function that ends it and returns latencies
    in ms."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=sample, args=(there, url, token), daemon=True)
    process.start()

    def end():
        here.send("end")
        return here.recv() if here.poll(30) else []

    try:
        yield end
    finally:
        process.kill()
        process.join()


def sample(connection, url, token):
    person = Tenant.__new__(Tenant)
    person.url, person.token, person.cookie = url, token, None
    latencies = []
    while not connection.poll(0.1):
        started = time.monotonic()
        try:
            person.get("monitors?limit=50", timeout=10)
        except Refused:
            latencies.append(NEVER)
            continue
        except NoAnswer:
            latencies.append(10_000.0)
            continue
        latencies.append((time.monotonic() - started) * 1000)
    connection.send(latencies)
