"""Tokens, invitations and live connections that outlive the rights of their creator."""

import re
import socket
import time

from load import Attack, Report
from people import Person, ask, connect

# The time limit within which a live connection must end.
ENDS_WITHIN = 10.0


class Stream:
    """A connection to /events that is read until its end."""

    def __init__(self, person):
        credential = f"Authorization: Bearer {person.token}" if person.token else f"Cookie: {person.cookie}"
        self.connection = connect(person.url)
        host = person.url.removeprefix("http://")
        self.connection.sendall(f"GET /api/v1/events HTTP/1.1\r\nHost: {host}\r\n{credential}\r\n\r\n".encode())
        if b" 200 " not in self.connection.recv(65_536):
            raise RuntimeError("the stream of events was refused")

    def ends_within(self, seconds):
        """Returns the seconds until it ended. None if it did not."""
        started = time.monotonic()
        while time.monotonic() - started < seconds:
            self.connection.settimeout(max(started + seconds - time.monotonic(), 0.01))
            try:
                part = self.connection.recv(65_536)
                # The last chunk ends the response; the connection may stay open.
                if not part or part.endswith(b"0\r\n\r\n") and part[-6:-5] in (b"", b"\n"):
                    return time.monotonic() - started
            except TimeoutError:
                break
            except OSError:
                return time.monotonic() - started
        self.connection.shutdown(socket.SHUT_RDWR)
        return None


def member(scene, name, role):
    """Returns a member of the attacker's organization, signed in with a browser."""
    email = f"{name}@example.com"
    scene.installation.create_user(email, scene.attacker.organization, role)
    return Person.signed_in(scene.url, email)


def identity(person):
    return person.get("auth/me")["user"]["id"]


def invitation(person, email, role):
    return re.search(r"/([^/]+)$", person.post("invitations", {"email": email, "role": role})["url"])[1]


def sign_up(scene, email, token):
    body = {"email": email, "password": "a good long password", "name": "Guest", "invitation": token}
    return ask(scene.url, "POST", "/api/v1/auth/signup", body)


def removed(scene, begin, seconds):
    """An admin who was removed: their token, invitation, session and live connection."""
    begin()
    report, stamp = Report(), time.time_ns()
    leaver = member(scene, f"leaver-{stamp}", "admin")
    program = leaver.program("admin")
    token = invitation(leaver, f"guest-{stamp}@example.com", "admin")
    streams = {"session": Stream(leaver), "token": Stream(program)}
    report.expect(program.send("GET", "monitors").status == 200, "the token never worked, so the test is inconclusive")
    scene.attacker.require("DELETE", f"members/{identity(leaver)}")
    for method, path in [("GET", "monitors"), ("GET", "tokens"), ("POST", "tokens")]:
        answer = program.send(method, path, {"name": "again", "role": "admin"} if method == "POST" else None)
        report.expect(answer.status in (401, 403), f"removed: {method} {path} by their token: {answer}")
    report.expect(leaver.send("GET", "monitors").status in (401, 403), "removed: their session still reads monitors")
    answer = sign_up(scene, f"guest-{stamp}@example.com", token)
    report.expect(400 <= answer.status < 500, f"removed: their invitation was accepted: {answer}")
    for name, stream in streams.items():
        report.expect(stream.ends_within(ENDS_WITHIN) is not None, f"removed: live events by {name} continue after {ENDS_WITHIN:.0f} s")
    return report


def demoted(scene, begin, seconds):
    """An owner who is now a viewer: their token must have the viewer role, and their invitation must not create owners."""
    begin()
    report, stamp = Report(), time.time_ns()
    former = member(scene, f"former-{stamp}", "owner")
    program = former.program("owner")
    token = invitation(former, f"guest-{stamp}@example.com", "owner")
    report.expect(program.send("GET", "audit").status == 200, "the token never worked, so the test is inconclusive")
    scene.attacker.require("PATCH", f"members/{identity(former)}", {"role": "viewer"})
    for method, path, body in [
        ("GET", "audit", None), ("POST", "tokens", {"name": "again", "role": "owner"}),
        ("POST", "monitors", {"type": "tcp", "target": "127.0.0.1:1"}), ("PATCH", "organization", {"name": "Attacker"}),
        ("PATCH", f"members/{identity(former)}", {"role": "owner"}),
    ]:
        answer = program.send(method, path, body)
        report.expect(answer.status in (401, 403), f"demoted: {method} {path} by their token: {answer}")
    answer = sign_up(scene, f"guest-{stamp}@example.com", token)
    report.expect(400 <= answer.status < 500, f"demoted: their invitation was accepted: {answer}")
    return report


def live(scene, begin, seconds):
    """Live connections whose session or token has ended."""
    begin()
    report, stamp = Report(), time.time_ns()
    person = member(scene, f"live-{stamp}", "admin")
    sign_in_again = Person.signed_in(scene.url, person.email)
    stream = Stream(sign_in_again)
    sign_in_again.require("POST", "auth/logout")
    ended(report, stream, "signing out")
    other = Person.signed_in(scene.url, person.email)
    stream = Stream(other)
    sessions = person.get("auth/sessions")["items"]
    person.require("DELETE", f"auth/sessions/{next(item['id'] for item in sessions if not item['current'])}")
    ended(report, stream, "ending the session from another")
    stream = Stream(Person.signed_in(scene.url, person.email))
    person.require("PATCH", "auth/me", {"password": "another long password", "current_password": "correct horse battery"})
    ended(report, stream, "a new password")
    made = scene.attacker.post("tokens", {"name": "short", "role": "viewer"})
    stream = Stream(Person(scene.url, None, token=made["token"]))
    scene.attacker.require("DELETE", f"tokens/{made['id']}")
    ended(report, stream, "revoking the token")
    return report


def ended(report, stream, what):
    report.expect(stream.ends_within(ENDS_WITHIN) is not None, f"live events continue {ENDS_WITHIN:.0f} s after {what}")


ATTACKS = [
    Attack("access: of an administrator who was removed", removed, is_short=True, is_quiet=True),
    Attack("access: of an owner who is a viewer now", demoted, is_quiet=True),
    Attack("access: live events of ended sessions and tokens", live, is_short=True, is_quiet=True),
]
