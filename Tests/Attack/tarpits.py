"""Alert receivers that accept connections and never answer."""

import time

import servers as s
from load import Attack, Report, paced, until
from people import hang_up_after, raw_request


# Several addresses of this machine, so that a limit per receiver does not help.
HOSTS = [f"127.0.0.{number}" for number in range(2, 12)]
CHANNELS_OF_A_MONITOR = 10


def hang(scene, begin, seconds):
    """Creates channels that hang, incidents that alert all of them, and test messages whose sender does not wait."""
    tarpits = [f"{host}:{s.Listener(s.hold, host=host, backlog=1_024).port}" for host in HOSTS]
    channels, refusal = scene.attacker.try_to_make(scene.much(100, short=40), "channels", lambda number: {
        "type": "webhook", "is_default": False, "config": {"url": f"http://{tarpits[number % len(tarpits)]}/{number}"}})
    ids = [channel["id"] for channel in channels]
    begin()
    end = time.monotonic() + seconds
    groups = [ids[start:start + CHANNELS_OF_A_MONITOR] for start in range(0, len(ids), CHANNELS_OF_A_MONITOR)]
    monitors, _ = scene.attacker.try_to_make(len(groups), "monitors", lambda number: {
        "type": "tcp", "target": f"127.0.0.1:{s.closed_port()}", "interval_seconds": 5, "timeout_seconds": 1, "confirmations": 0,
        "channel_ids": groups[number]})
    report = Report(len(channels) + len(monitors))
    for number in paced(scene.much(300, short=100), seconds / 2):
        if ids:
            path = f"/api/v1/channels/{ids[number % len(ids)]}/test"
            hang_up_after(scene.url, raw_request(scene.url, "POST", path, token=scene.attacker.token))
            report.attempts += 1
    until(end)
    report.note = f"{len(channels)} channels, {len(monitors)} incidents"
    if refusal is not None:
        report.note += f", then refused with {refusal.status}"
    return report


ATTACKS = [Attack("alerts: receivers that never answer", hang, is_short=True)]
