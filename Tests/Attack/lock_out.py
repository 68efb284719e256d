"""Keeping the owner out by wrong passwords, and learning from sign-up whether an address has an account."""

import concurrent.futures
import time

from installation import PASSWORD
from load import PROXY, Attack, Report
from people import ask


def log_in(scene, password, network, email=None):
    body = {"email": email or scene.attacker.email, "password": password}
    return ask(scene.url, "POST", "/api/v1/auth/login", body, headers={"X-Forwarded-For": network})


def guess(scene, number, networks):
    """Wrong passwords, ten at once; fewer where a debug build takes long to hash each. Returns their statuses."""
    started = time.monotonic()
    first = log_in(scene, "a wrong password", networks(0)).status
    count = number if time.monotonic() - started < 1 else 12
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        return [first, *pool.map(lambda index: log_in(scene, f"wrong password {index}", networks(index)).status, range(1, count))]


def wrong_passwords(scene, begin, seconds):
    """The attacker's own account stands for the owner's."""
    begin()
    statuses = guess(scene, 30, lambda index: "198.51.100.7")
    report = Report(len(statuses), note=f"{statuses.count(401)} tried, {statuses.count(429)} refused")
    report.expect(set(statuses) <= {401, 429}, f"wrong passwords: {sorted(set(statuses))}")
    answer = log_in(scene, PASSWORD, "203.0.113.9")
    report.expect(answer.status == 200, f"the owner, with the right password from elsewhere: {answer}")
    return report


def many_networks(scene, begin, seconds):
    """One guess from each of many networks: the owner gets in from where they had signed in before."""
    begin()
    report, home = Report(), "203.0.113.9"
    report.expect(log_in(scene, PASSWORD, home).status == 200, "the owner could not sign in before")
    statuses = guess(scene, 40, lambda index: f"198.51.{index}.1")
    report.attempts += len(statuses)
    report.note = f"{statuses.count(401)} tried, {statuses.count(429)} refused"
    answer = log_in(scene, PASSWORD, home)
    report.expect(answer.status == 200, f"the owner, from where they had signed in before: {answer}")
    return report


def shape(answer):
    """What can be told of an answer without its values."""
    try:
        document = answer.json()
    except ValueError:
        document = answer.body.decode(errors="replace")
    return answer.status, sorted(document) if isinstance(document, dict) else document, "set-cookie" in answer.headers


def existing_address(scene, begin, seconds):
    """Where mails can be sent, sign-up need not say whether the address has an account: the mail does."""
    begin()
    report = Report()
    person = {"password": "a good long password", "name": "Stranger"}
    new = ask(scene.url, "POST", "/api/v1/auth/signup", person | {"email": "new-here@example.com"}, headers={"X-Forwarded-For": "198.51.100.8"})
    old = ask(scene.url, "POST", "/api/v1/auth/signup", person | {"email": scene.attacker.email}, headers={"X-Forwarded-For": "198.51.100.9"})
    report.expect(shape(new) == shape(old), f"a new address: {shape(new)}; one that has an account: {shape(old)}")
    return report


# A debug build hashes ten times as slowly, and that takes both cores of a small machine.
ALERT = ("alert",)
MAIL = PROXY | {"STATUSHAWK_SIGNUPS": "open", "SMTP_URL": "smtp://127.0.0.1:{mail}", "SMTP_FROM": "hawk@example.com"}
ATTACKS = [
    Attack("lock-out: wrong passwords from one network", wrong_passwords, judged=ALERT, is_short=True, is_quiet=True),
    Attack("lock-out: wrong passwords from many networks", many_networks, judged=ALERT, is_quiet=True),
    Attack("accounts: sign-up with an address that has one", existing_address, settings=MAIL, is_short=True, is_quiet=True),
]
