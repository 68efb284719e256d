"""Locks the owner out with wrong passwords, and probes sign-up for addresses that have accounts."""

import concurrent.futures
import time

from installation import PASSWORD
from load import PROXY, Attack, Report
from people import ask


def log_in(scene, password, network, email=None):
    body = {"email": email or scene.attacker.email, "password": password}
    return ask(scene.url, "POST", "/api/v1/auth/login", body, headers={"X-Forwarded-For": network})


def guess(scene, number, networks):
    """Tries wrong passwords, ten at once; fewer if a debug build hashes slowly. Returns the statuses."""
    started = time.monotonic()
    first = log_in(scene, "a wrong password", networks(0)).status
    count = number if time.monotonic() - started < 1 else 12
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        return [first, *pool.map(lambda index: log_in(scene, f"wrong password {index}", networks(index)).status, range(1, count))]


def wrong_passwords(scene, begin, seconds):
    """The attacker's own account represents the owner's."""
    begin()
    statuses = guess(scene, 30, lambda index: "198.51.100.7")
    report = Report(len(statuses), note=f"{statuses.count(401)} tried, {statuses.count(429)} refused")
    report.expect(set(statuses) <= {401, 429}, f"wrong passwords: {sorted(set(statuses))}")
    answer = log_in(scene, PASSWORD, "203.0.113.9")
    report.expect(answer.status == 200, f"the owner, with the right password from elsewhere: {answer}")
    return report


def many_networks(scene, begin, seconds):
    """One guess from each of many networks. The owner can still sign in from a known network."""
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
    """Returns the observable properties of a response, without its values."""
    document = answer.json()
    return answer.status, sorted(document), document.get("detail"), bool(answer.cookie)


def sign_up(scene, email, network):
    body = {"email": email, "password": "a good long password", "name": "Stranger"}
    return ask(scene.url, "POST", "/api/v1/auth/signup", body, headers={"X-Forwarded-For": network})


def where_closed(scene, begin, seconds):
    """If sign-up is closed, a response reveals nothing about an address."""
    begin()
    new, old = sign_up(scene, "new-here@example.com", "198.51.100.8"), sign_up(scene, scene.attacker.email, "198.51.100.8")
    report = Report(2)
    report.expect(shape(new) == shape(old), f"a new address: {shape(new)}; one that has an account: {shape(old)}")
    return report


def where_open(scene, begin, seconds):
    """If sign-up is open, an address with an account gets the same response as any other, in about the same time."""
    begin()
    report = Report()
    for ask_about in (sign_up, request_link):
        new, old = (Timed(ask_about, scene, email) for email in ("new-{}@example.com", scene.attacker.email))
        report.attempts += len(new.answers) + len(old.answers)
        report.expect(new.shapes == old.shapes, f"{ask_about.__name__}: a new address: {new.shapes}; one that has an account: {old.shapes}")
        report.expect(abs(new.median - old.median) < 0.05, f"{ask_about.__name__}: {new.median:.3f} s and {old.median:.3f} s")
    return report


def request_link(scene, email, network):
    return ask(scene.url, "POST", "/api/v1/auth/signup/confirmation", {"email": email}, headers={"X-Forwarded-For": network})


class Timed:
    """Repeats a request a few times, each from another network."""

    def __init__(self, request, scene, email):
        self.answers, times = [], []
        for number in range(7):
            started = time.monotonic()
            self.answers.append(request(scene, email.format(number), f"198.51.102.{number}"))
            times.append(time.monotonic() - started)
        self.median = sorted(times)[len(times) // 2]
        self.shapes = {str(shape(answer)) for answer in self.answers}


# A debug build hashes ten times more slowly, which occupies both cores of a small machine.
ALERT = ("alert",)
# The victim's interval is shorter and its request rate higher than open sign-up allows.
OPEN = PROXY | {
    "STATUSHAWK_SIGNUPS": "open", "STATUSHAWK_QUOTA_MIN_INTERVAL_SECONDS": "1", "STATUSHAWK_QUOTA_REQUESTS_PER_MINUTE": "6000"}
MAIL = OPEN | {"SMTP_URL": "smtp://127.0.0.1:{mail}", "SMTP_FROM": "hawk@example.com"}
ATTACKS = [
    Attack("lock-out: wrong passwords from one network", wrong_passwords, judged=ALERT, is_short=True, is_quiet=True),
    Attack("lock-out: wrong passwords from many networks", many_networks, judged=ALERT, is_quiet=True),
    Attack("accounts: sign-up with an address that has one, where sign-up is closed", where_closed, is_quiet=True),
    Attack("accounts: the same where it is open", where_open, settings=MAIL, is_short=True, is_quiet=True),
]
