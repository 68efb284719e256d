"""Attempts to send stored credentials to another server, by users who cannot read them."""

import hashlib
import hmac
import re
import tempfile
import time

import servers as s
from certificates import NAME, Certificates
from load import Attack, Recorder, Report
from people import NoAnswer

SECRET = "s3cret-of-the-owner"
MASK = "********"
# The ways in which a monitor can hold a secret, each with the masked form that an editor sees.
KINDS = [
    ("bearer token", {"bearer_token": SECRET}, {"bearer_token": MASK}),
    ("password", {"username": "shop", "password": SECRET}, {"username": "shop", "password": MASK}),
    ("secret header", {"secret_headers": {"X-Key": SECRET}}, {"secret_headers": {"X-Key": MASK}}),
]
# The forms in which a server receives them: plain text, and user name and password in Base64.
TRACES = (SECRET, "c2hvcDpzM2NyZXQt")
DRAFT = {"type": "http", "interval_seconds": 3600, "timeout_seconds": 3, "confirmations": 0, "channel_ids": []}


def leaked(recorder):
    return any(trace in head for head in recorder.heads for trace in TRACES)


def check(person, monitor):
    """Checks the monitor now, with any outcome."""
    try:
        person.send("POST", f"monitors/{monitor}/check", timeout=15)
    except NoAnswer:
        pass


def of_monitors(scene, begin, seconds):
    begin()
    report, owner = Report(), scene.attacker
    editor = owner.program("editor")
    for kind, settings, masked in KINDS:
        ours = Recorder()
        made = owner.post("monitors", DRAFT | {"target": f"http://127.0.0.1:{ours.port}/", "settings": settings})
        check(owner, made["id"])
        report.expect(leaked(ours), f"{kind}: its own server did not receive it, so the test is inconclusive")
        theirs = [Recorder() for _ in range(5)]
        target = [f"http://127.0.0.1:{recorder.port}/" for recorder in theirs]
        seen = editor.get(f"monitors/{made['id']}")["settings"]
        for what, recorder, change in [
            ("the target alone", theirs[0], {"target": target[0]}),
            ("the target with the mask", theirs[1], {"target": target[1], "settings": masked}),
            ("the target with all that is read", theirs[2], {"target": target[2], "settings": seen}),
        ]:
            answer = editor.send("PATCH", f"monitors/{made['id']}", change)
            check(editor, made["id"])
            report.expect(not leaked(recorder), f"{kind}: PATCH of {what} ({answer.status}) sent it to another server")
        answer = editor.send("POST", "monitors/test", DRAFT | {"target": target[3], "settings": masked}, timeout=15)
        report.expect(not leaked(theirs[3]), f"{kind}: a test of a draft ({answer.status}) sent it to another server")
        answer = editor.send("POST", "monitors", DRAFT | {"target": target[4], "settings": masked})
        time.sleep(0.3)
        report.expect(not leaked(theirs[4]), f"{kind}: a new monitor ({answer.status}) sent it to another server")
    return report


def by_redirects(scene, begin, seconds):
    """The owner's server redirects the check to another port, name and scheme."""
    begin()
    report = Report()
    for kind, settings, _ in KINDS:
        theirs = Recorder()
        for host in ("127.0.0.1", "localhost", "127.0.0.2"):
            ours = Recorder(
                f"HTTP/1.1 302 Found\r\nLocation: http://{host}:{theirs.port}/\r\nContent-Length: 0\r\n\r\n".encode())
            made = scene.attacker.post("monitors", DRAFT | {"target": f"http://127.0.0.1:{ours.port}/", "settings": settings})
            check(scene.attacker, made["id"])
            report.expect(leaked(ours), f"{kind}: its own server did not receive it, so the test is inconclusive")
            report.expect(not leaked(theirs), f"{kind}: a redirect to {host} forwarded it")
    return report


def by_trust(scene, begin, seconds):
    """The target stays, but an editor makes the check trust a server in the middle."""
    begin()
    report, owner = Report(), scene.attacker
    editor = owner.program("editor")
    with tempfile.TemporaryDirectory(prefix="statushawk-attack-") as directory:
        certificates = Certificates(directory)
        identity = certificates.issue("middle", names="attacker.test")
        authority = open(identity.certificate).read()
        for kind, settings, masked in KINDS:
            for what, change in [
                ("verify_tls off", {"verify_tls": False}),
                ("another authority", {"ca_certificates": authority, "server_name": "attacker.test"}),
            ]:
                middle = Recorder(tls=s.context(identity))
                made = owner.post("monitors", DRAFT | {"target": f"https://127.0.0.1:{middle.port}/", "settings": settings})
                check(owner, made["id"])
                report.expect(not leaked(middle), f"{kind}: sent to a server whose certificate is not trusted")
                answer = editor.send("PATCH", f"monitors/{made['id']}", {"settings": settings_read(editor, made, masked) | change})
                check(editor, made["id"])
                report.expect(not leaked(middle), f"{kind}: PATCH of {what} ({answer.status}) sent it to a server in the middle")
    return report


def settings_read(person, monitor, masked):
    return person.get(f"monitors/{monitor['id']}")["settings"] | masked


def by_server_name(scene, begin, seconds):
    """An unverified server receives the secret because its owner chose that, but not under a name that an editor chose."""
    begin()
    report, owner = Report(), scene.attacker
    editor = owner.program("editor")
    with tempfile.TemporaryDirectory(prefix="statushawk-attack-") as directory:
        context = s.context(Certificates(directory).issue("any"))
        names = []
        context.sni_callback = lambda connection, name, _: names.append(name)
        ours = Recorder(tls=context)
        made = owner.post("monitors", DRAFT | {
            "target": f"https://127.0.0.1:{ours.port}/", "settings": {"bearer_token": SECRET, "verify_tls": False, "server_name": NAME}})
        check(owner, made["id"])
        report.expect(leaked(ours), "the owner's server did not receive it, so the test is inconclusive")
        ours.heads.clear()
        change = {"settings": settings_read(editor, made, {"bearer_token": MASK}) | {"server_name": "attacker.test"}}
        answer = editor.send("PATCH", f"monitors/{made['id']}", change)
        check(editor, made["id"])
        report.expect("attacker.test" not in names or not leaked(ours), f"PATCH of server_name ({answer.status}) sent it there")
    return report


def signed_by_the_owner(head_and_body):
    """Returns whether a request has the signature that only the owner's secret can create."""
    found = re.search(r"statushawk-signature: t=(\d+),v1=([0-9a-f]+)", head_and_body, re.IGNORECASE)
    if not found:
        return False
    body = head_and_body.split("\r\n\r\n", 1)[1].encode("latin-1")
    made = hmac.new(SECRET.encode(), f"{found[1]}.".encode() + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(made, found[2])


class Hook(Recorder):
    """A recorder that also keeps the body."""

    def keep(self, connection):
        connection.settimeout(3)
        text = b""
        while b"\r\n\r\n" not in text or len(text.split(b"\r\n\r\n", 1)[1]) < self.length(text):
            part = connection.recv(65_536)
            if not part:
                return
            text += part
        self.heads.append(text.decode("latin-1"))
        connection.sendall(self.answer)

    @staticmethod
    def length(text):
        found = re.search(rb"content-length: (\d+)", text, re.IGNORECASE)
        return int(found[1]) if found else 0


def test_channel(user, channel):
    """Sends a test message. An earlier attack may have used up the organization's tests, so it waits for the next."""
    for _ in range(60):
        answer = user.send("POST", f"channels/{channel}/test", timeout=20)
        if answer.status != 429:
            break
        time.sleep(1)
    return answer


def of_webhooks(scene, begin, seconds):
    """An admin who did not enter a webhook's secrets moves it to another server."""
    begin()
    report, owner = Report(), scene.attacker
    admin = owner.program("admin")
    config = {"secret": SECRET, "headers": {"Authorization": f"Bearer {SECRET}"}}
    masks = {"secret": MASK, "headers": {"Authorization": MASK}}
    for what, masked in [("all masks", masks), ("the secret's mask", {"secret": MASK}), ("the headers' mask", {"headers": MASK})]:
        ours, theirs = Hook(), Hook()
        made = owner.post("channels", {
            "type": "webhook", "is_default": False, "config": config | {"url": f"http://127.0.0.1:{ours.port}/"}})
        test = test_channel(owner, made["id"])
        report.expect(
            any(map(signed_by_the_owner, ours.heads)) and leaked(ours),
            f"its own receiver received neither ({test}), so the test is inconclusive")
        read = admin.get(f"channels/{made['id']}")["config"]
        for config_sent in (masked, read):
            answer = admin.send(
                "PATCH", f"channels/{made['id']}", {"config": config_sent | {"url": f"http://127.0.0.1:{theirs.port}/"}})
            test_channel(admin, made["id"])
            report.expect(not leaked(theirs), f"{what}: PATCH of the URL ({answer.status}) sent the headers to another server")
            report.expect(
                not any(map(signed_by_the_owner, theirs.heads)),
                f"{what}: PATCH of the URL ({answer.status}) signed for another server")
    return report


ATTACKS = [
    Attack("credentials: an editor moves a monitor to another server", of_monitors, is_short=True, is_quiet=True),
    Attack("credentials: a redirect to another server", by_redirects, is_quiet=True),
    Attack("credentials: an editor makes another certificate trusted", by_trust, is_short=True, is_quiet=True),
    Attack("credentials: an editor sets another server name", by_server_name, is_quiet=True),
    Attack("credentials: an administrator moves a webhook", of_webhooks, is_short=True, is_quiet=True),
]
