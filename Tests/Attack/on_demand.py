"""On-demand checks whose client does not wait for them."""

import concurrent.futures
import json

import servers as s
from load import Attack, Report, paced
from people import NoAnswer, hang_up_after, raw_request

DRAFT = {"type": "tcp", "timeout_seconds": 5, "interval_seconds": 3600, "confirmations": 0, "channel_ids": []}


def flood(scene, begin, seconds, path, body, report):
    """Sends requests without waiting for responses, then some that wait. Most of those must be refused with 429."""
    editor = scene.attacker.program("editor")
    request = raw_request(scene.url, "POST", f"/api/v1/{path}", body, token=editor.token)
    begin()
    for _ in paced(scene.much(3_000, short=400), seconds):
        hang_up_after(scene.url, request)
        report.attempts += 1

    def status(_):
        try:
            return editor.send("POST", path, body, timeout=20).status
        except NoAnswer:
            return None

    with concurrent.futures.ThreadPoolExecutor(60) as pool:
        statuses = list(pool.map(status, range(60)))
    refused = statuses.count(429)
    report.expect(refused >= 20, f"of 60 requests at once {refused} were refused with 429: {sorted(set(map(str, statuses)))}")
    report.note = f"{refused} of the last 60 refused"
    return report


def stored(scene, begin, seconds):
    silent = s.Listener(s.hold, backlog=4_096)
    made = scene.attacker.post("monitors", DRAFT | {"target": f"127.0.0.1:{silent.port}", "settings": {"expect": "x"}})
    return flood(scene, begin, seconds, f"monitors/{made['id']}/check", b"", Report())


def drafts(scene, begin, seconds):
    silent = s.Listener(s.hold, backlog=4_096)
    body = json.dumps(DRAFT | {"target": f"127.0.0.1:{silent.port}", "settings": {"expect": "x"}}).encode()
    return flood(scene, begin, seconds, "monitors/test", body, Report())


ATTACKS = [
    Attack("on demand: checks of a monitor, hung up at once", stored, is_short=True),
    Attack("on demand: tests of a draft, hung up at once", drafts),
]
