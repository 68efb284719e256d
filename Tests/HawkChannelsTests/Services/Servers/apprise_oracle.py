"""Sends an alert with Apprise, an independent implementation, and records its requests instead of performing them.

Prints `PORT 0`, then for each URL on the command line one line of JSON: {"requests": [{method, url, headers, json, form}]}.
"""

import json
import sys
from urllib.parse import parse_qsl

import apprise
import requests

recorded = []


def record(self, prepared, **_):
    body = prepared.body or b""
    text = body.decode() if isinstance(body, bytes) else body
    report = {
        "method": prepared.method, "url": prepared.url,
        "headers": {name.lower(): value if isinstance(value, str) else value.decode() for name, value in prepared.headers.items()},
    }
    try:
        report["json"] = json.loads(text)
    except ValueError:
        report["form"] = dict(parse_qsl(text))
    recorded.append(report)
    answer = requests.Response()
    answer.status_code = 200
    answer._content = b'{"ok": true, "status": 1, "result": {}}'
    answer.request = prepared
    answer.url = prepared.url
    return answer


requests.Session.send = record
if __name__ == "__main__":
    print("PORT 0", flush=True)
    for url in sys.argv[1:]:
        recorded.clear()
        sender = apprise.Apprise()
        sender.add(url)
        sender.notify(title="DOWN: Shop", body="Shop is down.")
        print(json.dumps({"requests": recorded}), flush=True)
    sys.stdin.read()  # ends with the parent process
