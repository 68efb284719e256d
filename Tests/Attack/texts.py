"""Text that takes quadratic time to compare by characters: combining marks and flags."""

import json
import time

import servers as s
from load import Attack, Report, until
from people import NoAnswer, ask, hang_up_after, raw_request

MARKS = "\u0301\u0323"
FLAG = "\U0001F1E6"
# A refused request takes at most this long, with any content. If a password is hashed, it may take three times as long as an
# honest one.
PROMPT = 5.0
LONGEST = 30.0
# Further faults add no information.
MOST_FAULTS = 3


def bytes_of(value):
    return json.dumps(value, ensure_ascii=False).encode()


def refused(report, what, answered, statuses=range(400, 500), within=PROMPT):
    """Records whether `answered()` returns one of the statuses in time."""
    if len(report.faults) >= MOST_FAULTS:
        return
    started = time.monotonic()
    try:
        answer = answered()
    except NoAnswer as error:
        return report.expect(False, f"{what}: {error}")
    took = time.monotonic() - started
    report.expect(answer.status in statuses, f"{what}: {answer}")
    if took > within:
        report.faults.append(f"{what}: answered after {took:.1f} s")


def to_sign_in(scene, begin, seconds):
    """Sends two requests whose client does not wait, while another client polls /healthz."""
    report = Report()
    bomb = raw_request(scene.url, "POST", "/api/v1/auth/login", bytes_of({"a" + MARKS * 250_000: 1}))
    begin()
    end = time.monotonic() + seconds
    for _ in range(2):
        report.expect(hang_up_after(scene.url, bomb), "the request could not be sent")
    slowest = 0.0
    while time.monotonic() < end:
        started = time.monotonic()
        lives = scene.installation.answers_health(timeout=PROMPT)
        slowest = max(slowest, time.monotonic() - started)
        report.expect(lives and slowest < 2, f"/healthz: {'slow' if lives else 'no answer'}, {slowest:.1f} s")
        time.sleep(0.3)
    report.faults = report.faults[:1]
    report.note = f"/healthz within {slowest * 1000:.0f} ms"
    return report


def in_fields(scene, begin, seconds):
    """Uses such text as addresses, passwords and names, in requests small enough to be read."""
    report, end = Report(), time.monotonic() + seconds
    begin()

    def post(path, value):
        return lambda: ask(scene.url, "POST", f"/api/v1/auth/{path}", bytes_of(value), timeout=LONGEST)

    started = time.monotonic()
    post("login", {"email": "nobody@example.com", "password": "an honest password"})()
    within = max(3 * (time.monotonic() - started), PROMPT)
    person = {"email": "nobody@example.com", "password": "a long enough password", "name": "Nobody"}
    for label, text in [("marks", "a" + MARKS * 14_000), ("flags", FLAG * 14_000)]:
        refused(report, f"sign-up, {label} as the name", post("signup", person | {"name": text}))
        refused(report, f"sign-up, {label} in the address", post("signup", person | {"email": f"{text}@example.com"}))
        refused(report, f"sign-up, {label} as the password", post("signup", person | {"password": text}))
        refused(
            report, f"sign-in, {label} in the address", post("login", {"email": f"{text}@example.com", "password": "x"}), within=within)
        refused(
            report, f"sign-in, {label} as the password", post("login", {"email": "nobody@example.com", "password": text}), within=within)
    padding = b" " * 70_000
    for path in ("login", "signup"):
        whole = bytes_of(person if path == "signup" else {"email": person["email"], "password": "x"})
        refused(report, f"{path} with 70 KB", lambda: ask(scene.url, "POST", f"/api/v1/auth/{path}", whole + padding), {413}, within)
    until(end)
    return report


def of_members(scene, begin, seconds):
    """An editor's text may be longer and is compared with stored text."""
    report, end = Report(), time.monotonic() + seconds
    editor = scene.attacker.program("editor")
    marks, flags = "a" + MARKS * 200_000, FLAG * 200_000
    begin()
    draft = {"type": "http", "target": "http://127.0.0.1:1/", "interval_seconds": 86_400}
    for label, text in [("marks", marks), ("flags", flags)]:
        for field, value in [
            ("name", text), ("target", f"http://{text}/"), ("tags", [text]), ("group", text), ("settings", {text: 1}),
            ("settings", {"headers": {text: "x"}}), ("locations", [text]),
        ]:
            body = bytes_of(draft | {field: value})
            refused(report, f"a monitor, {label} in {field}", lambda: editor.send("POST", "monitors", body, timeout=LONGEST))
        body = bytes_of({"slug": text, "title": text})
        refused(report, f"a status page, {label}", lambda: editor.send("POST", "status-pages", body, timeout=LONGEST))
        body = bytes_of({"title": text, "message": text})
        refused(report, f"an incident, {label}", lambda: editor.send("POST", "incidents", body, timeout=LONGEST))
    query = "".join(f"%{byte:02X}" for byte in ("a" + MARKS * 1_000).encode())
    for path in (f"monitors?q={query}", f"monitors?{query}=1", f"monitors?tag={query}"):
        refused(report, f"GET {path[:12]}…", lambda: editor.send("GET", path, timeout=LONGEST), range(200, 500))
    until(end)
    return report


def from_targets(scene, begin, seconds):
    """Six targets that send such text in headers."""
    marks = ("a" + MARKS * 15_000).encode()[:60_000]
    head = b"HTTP/1.1 %s\r\nContent-Length: 2\r\nConnection: close\r\n%s: " % (b"302 Found", b"Location")
    coded = head.replace(b"302 Found", b"200 OK").replace(b"Location", b"Content-Encoding")
    listeners = [s.Listener(s.first(s.say(start + marks + b"\r\n\r\nok"))) for start in (head, coded) for _ in range(3)]
    begin()
    made, refusal = scene.attacker.try_to_make(len(listeners), "monitors", lambda number: {
        "type": "http", "target": f"http://127.0.0.1:{listeners[number].port}/", "interval_seconds": 1, "timeout_seconds": 0.9,
        "confirmations": 0, "channel_ids": [], "settings": {"assertions": [{"source": "body", "operator": "contains", "value": "ok"}]}})
    time.sleep(seconds)
    return Report(len(made), [f"a monitor: {refusal}"] if refusal else [])


ATTACKS = [
    Attack("text: marks as a member of JSON, hung up at once", to_sign_in, is_short=True),
    Attack("text: marks and flags in the fields of sign-in and sign-up", in_fields, is_short=True),
    Attack("text: marks and flags from an editor", of_members),
    Attack("text: marks in the headers of six targets", from_targets, is_short=True),
]
