"""Answers and assertions that cost much processor time: expressions, paths, compressed bodies."""

import gzip
import json
import time

import servers as s
from load import Attack, Report


def body_of(answer):
    return s.Listener(s.first(s.answer(*answer)), backlog=1_024)


def assertion(source, operator, value=None, name=None):
    return {"source": source, "operator": operator} | ({"value": value} if value else {}) | ({"name": name} if name else {})


def costly():
    """(port, assertions) of each kind."""
    repeated = body_of(("a" * 200_000 + "!",))
    nested = body_of((json.dumps({"items": [{"a": {"b": [index] * 10}} for index in range(20_000)]}),))
    packed = body_of((gzip.compress(b"a" * 4_000_000, 9), "200 OK", "Content-Encoding: gzip\r\n"))
    expressions = [assertion("body", "not_matches", f"(a+)+{tail}$") for tail in "bcdefghi"]
    paths = [assertion("json", "exists", name=f"$.items[{19_999 - index}].a.b[9]") for index in range(8)]
    return [
        (repeated.port, expressions), (repeated.port, [assertion("body", "not_matches", "(a|aa)*(a|aa)*(a|aa)*b")]),
        (nested.port, paths), (packed.port, [assertion("body", "not_matches", "(.*a){12}b")]),
    ]


def burn(scene, begin, seconds):
    kinds = costly()
    begin()
    made, refusal = scene.attacker.try_to_make(40, "monitors", lambda number: {
        "type": "http", "target": f"http://127.0.0.1:{kinds[number % len(kinds)][0]}/", "interval_seconds": 1, "timeout_seconds": 0.9,
        "confirmations": 0, "channel_ids": [], "settings": {"assertions": kinds[number % len(kinds)][1]}})
    time.sleep(seconds)
    return Report(len(made), note="" if refusal is None else f"then refused with {refusal}")


ATTACKS = [Attack("processor: expressions, paths and packed bodies of 40 monitors", burn, is_short=True)]
