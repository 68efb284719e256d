"""Attempts to delay shutdown: checks, alerts, requests and live connections hang while SIGTERM arrives."""

import contextlib
import time

import servers as s
from installation import Installation
from load import Alone, Report
from people import Tenant, connect, raw_request
from tokens import Stream

WITHIN = 10.0


def hang(topology, ports):
    report, held = Report(), []
    silent = s.Listener(s.hold, backlog=1_024)
    with Installation(topology) as installation:
        attacker = Tenant(installation, "Attacker")
        attacker.try_to_make(20, "monitors", lambda number: {
            "type": "tcp", "target": f"127.0.0.1:{silent.port}",
            "interval_seconds": 3600, "timeout_seconds": 590, "settings": {"expect": "x"}, "channel_ids": []})
        channels, _ = attacker.try_to_make(10, "channels", lambda number: {
            "type": "webhook", "config": {"url": f"http://127.0.0.1:{silent.port}/"}})
        attacker.try_to_make(3, "incidents", lambda number: {"title": "Hangs"})
        requests = [(f"channels/{channel['id']}/test", b"") for channel in channels]
        requests += [(f"monitors/{item['id']}/check", b"") for item in attacker.every("monitors")]
        for path, body in requests:
            with contextlib.suppress(OSError):
                connection = connect(installation.url)
                connection.sendall(raw_request(installation.url, "POST", f"/api/v1/{path}", body, token=attacker.token))
                held.append(connection)
        streams = [Stream(attacker) for _ in range(5)]
        for _ in range(50):
            with contextlib.suppress(OSError):
                held.append(connect(installation.url))
        for _ in range(20):
            with contextlib.suppress(OSError):
                connection = connect(installation.url)
                connection.sendall(b"POST /api/v1/auth/login HTTP/1.1\r\nContent-Length: 10\r\n")
                held.append(connection)
        time.sleep(1.5)
        report.attempts = len(held) + len(streams) + 20
        ended = installation.terminate(WITHIN + 10)
        for name, (seconds, status) in ended.items():
            if status != 0 or seconds > WITHIN:
                report.faults.append(f"{name}: {'exit status ' + str(status) if status is not None else 'still runs'} after {seconds:.1f} s")
        report.note = f"ended after {max(seconds for seconds, _ in ended.values()):.1f} s"
    return report


def hang_again(topology, ports):
    """Repeats the attack if shutdown was late, because the machine may have been busy."""
    report = hang(topology, ports)
    return hang(topology, ports) if report.faults else report


ATTACKS = [Alone("end: SIGTERM while everything hangs", hang_again, is_short=True)]
