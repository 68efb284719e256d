"""Attempts to become the first owner of another's installation, and requests with foreign host names."""

import re

from installation import Installation
from load import Alone, Attack, Report
from people import Person, ask

PERSON = {"email": "mallory@example.com", "password": "a good long password", "name": "Mallory"}
# Headers that proxies add to forwarded requests.
FORWARDED = [
    {"X-Forwarded-For": "203.0.113.9"}, {"X-Forwarded-Host": "status.example.org"}, {"X-Forwarded-Proto": "https"},
    {"Forwarded": "for=203.0.113.9;proto=https"}, {"X-Real-IP": "203.0.113.9"}, {"Via": "1.1 proxy"},
]


def sign_up(url, **headers):
    return ask(url, "POST", "/api/v1/auth/signup", PERSON, headers=headers)


def through_a_proxy(topology, ports):
    """The listener is on loopback, but a proxy on this machine makes it reachable from outside."""
    report = Report()
    with Installation(topology) as installation:
        url = installation.url
        for headers in FORWARDED:
            answer = sign_up(url, **headers)
            report.expect(answer.status in (403, 421), f"sign-up with {headers}: {answer}")
            if answer.status == 201:
                return report
        for headers in (
            {"Host": "status.example.org"}, {"Host": "rebound.example:80"},
            {"Host": "status.example.org", "Origin": "https://status.example.org"},
        ):
            answer = sign_up(url, **headers)
            report.expect(answer.status in (403, 421), f"sign-up with {headers}: {answer}")
            if answer.status == 201:
                return report
        for origin in ("https://attacker.example", "null", "http://127.0.0.1:1"):
            answer = sign_up(url, Origin=origin)
            report.expect(answer.status == 403, f"sign-up with the origin {origin}: {answer}")
        control = sign_up(url)
        if control.status == 403:
            code = re.search(r"setup\.code[=: \"]+([A-Za-z0-9-]+)", installation.parts.said())
            control = ask(url, "POST", "/api/v1/auth/signup", PERSON | {"setup_code": code[1] if code else None})
        report.expect(control.status == 201, f"an honest sign-up was refused, so the test is inconclusive: {control}")
    return report


def beyond_loopback(topology, ports):
    """A proxy that adds no headers. The settings show that others reach the listener, so the code in the log is required."""
    report = Report()
    settings = {"STATUSHAWK_PUBLIC_URL": "https://status.example.org", "STATUSHAWK_TRUSTED_PROXIES": "127.0.0.1"}
    with Installation(topology, **settings) as installation:
        for headers in ({}, {"X-Forwarded-For": "203.0.113.9"}, {"Host": "status.example.org"}):
            answer = sign_up(installation.url, **headers)
            report.expect(answer.status == 403, f"sign-up behind a proxy with {headers or 'nothing else'}: {answer}")
            if answer.status == 201:
                return report
        wrong = ask(installation.url, "POST", "/api/v1/auth/signup", PERSON | {"setup_code": "0000-0000-0000"})
        report.expect(wrong.status == 403, f"sign-up with a wrong code: {wrong}")
    return report


def names(scene, begin, seconds):
    """Requests under another name come from another site's page, whose name resolves to this server (DNS rebinding)."""
    begin()
    report = Report()
    victim = Person.signed_in(scene.url, scene.attacker.email)
    own = scene.url.removeprefix("http://")
    port = own.rsplit(":", 1)[1]
    foreign = "rebound.example"
    change = {"name": "Attacker"}
    for host, origin, expected in [
        (own, scene.url, {200}),
        (f"localhost:{port}", f"http://localhost:{port}", {200, 403, 421}),
        (foreign, f"http://{foreign}", {403, 421}),
        (f"{foreign}:{port}", f"http://{foreign}:{port}", {403, 421}),
        (foreign, None, {403, 421}),
        (own, f"http://{foreign}", {403}),
        (own, "null", {403}),
        (own, None, {403}),
        (own, f"http://{own}.{foreign}", {403}),
        (own, f"http://{foreign}/{own}", {403}),
        (foreign, scene.url, {403, 421}),
    ]:
        answer = victim.send("PATCH", "auth/me", change, headers={"Host": host, "Origin": origin})
        report.expect(answer.status in expected, f"PATCH with Host {host}, Origin {origin}: {answer}")
    for path in ("setup", "auth/me", "monitors", "events"):
        answer = victim.send("GET", path, headers={"Host": foreign, "Origin": None}, is_read=False)
        report.expect(answer.status in (403, 421), f"GET {path} with Host {foreign}: {answer.status}")
    return report


ATTACKS = [
    Alone("first owner: sign-up through a proxy or under another name", through_a_proxy, is_short=True),
    Alone("first owner: an installation with a public URL", beyond_loopback),
    Attack("names: Host and Origin of another site", names, is_short=True, is_quiet=True),
]
