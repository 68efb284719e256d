"""Responses and assertions that need much processor time: expressions, paths, compressed bodies."""

import collections
import contextlib
import gzip
import json
import time

import servers as s
from load import Attack, Report
from people import NoAnswer, Refused


def body_of(answer):
    return s.Listener(s.first(s.answer(*answer)), backlog=1_024)


def assertion(source, operator, value=None, name=None):
    return {"source": source, "operator": operator} | ({"value": value} if value else {}) | ({"name": name} if name else {})


# Enough for any expression to reach its time limit. A debug build takes long to read more.
SIZE = 60_000


def costly():
    """Returns (port, assertions) of each kind. No expression needs a byte that the body lacks, because that would be detected at
    once."""
    text = "a" * SIZE + "!"
    repeated = body_of((text,))
    nested = body_of((json.dumps([{"a": {"b": index}} for index in range(SIZE // 21)]),))
    packed = body_of((gzip.compress(text.encode(), 9), "200 OK", "Content-Encoding: gzip\r\n"))
    expressions = [assertion("body", "not_matches", f"(a+)+[^a!]{{{count}}}") for count in range(1, 9)]
    paths = [assertion("json", "exists", name=f"$[{SIZE // 21 - 1 - index}].a.b") for index in range(8)]
    return [
        (repeated.port, expressions), (repeated.port, [assertion("body", "not_matches", "(a|aa)*(a|aa)*(a|aa)*[^a!]")]),
        (nested.port, paths), (packed.port, [assertion("body", "not_matches", "(.*a){12}[^a!]")]),
    ]


def burn(scene, begin, seconds):
    kinds = costly()
    begin()
    made, refusal = scene.attacker.try_to_make(40, "monitors", lambda number: {
        "type": "http", "target": f"http://127.0.0.1:{kinds[number % len(kinds)][0]}/", "interval_seconds": 1, "timeout_seconds": 0.9,
        "confirmations": 0, "channel_ids": [], "settings": {"assertions": kinds[number % len(kinds)][1]}})
    time.sleep(seconds)
    reasons = collections.Counter()
    with contextlib.suppress(NoAnswer, Refused):  # the victim's figures show it
        for monitor in made:
            items = scene.attacker.get(f"monitors/{monitor['id']}/results?limit=20", timeout=10)["items"]
            reasons.update(result["reason"] for result in items)
    report = Report(sum(reasons.values()), note=", ".join(f"{count} {reason}" for reason, count in reasons.most_common()))
    if refusal is not None:
        report.note += f"; refused with {refusal.status} after {len(made)} monitors"
    return report


ATTACKS = [Attack("processor: expressions, paths and packed bodies of 40 monitors", burn, is_short=True)]
