"""Mails to people who never asked for any, through the installation's own mail server, where anyone may sign up."""

import collections
import json
import time
import urllib.request

import servers as s
from load import Attack, Report
from lock_out import MAIL
from people import Person, ask

ACCOUNTS = 4
# Addresses that each account names, in channels of a few and in invitations.
FOREIGN, OF_A_CHANNEL = 60, 3
# Mails to strangers that are no nuisance yet: a confirmation to some of the three hundred.
BEARABLE = 150


def mails(scene):
    with urllib.request.urlopen(f"http://127.0.0.1:{scene.ports['control']}/journal", timeout=10) as answer:
        return json.load(answer)["mails"]


def relay(scene, begin, seconds):
    """Strangers sign up, name other people's addresses, and have something go down."""
    report, already = Report(), len(mails(scene))
    begin()
    closed = s.closed_port()
    signed_up = 0
    for number in range(ACCOUNTS):
        body = {"email": f"spammer-{number}@foreign.example", "password": "a good long password", "name": "Buy now"}
        answer = ask(
            scene.url, "POST", "/api/v1/auth/signup", body, headers={"X-Forwarded-For": f"198.51.100.{number + 20}"})
        signed_up += answer.status < 300
        if answer.cookie:
            spread(Person(scene.url, body["email"], cookie=answer.cookie), number, closed, report)
    # The attacker's own organization too, whose address was never confirmed by anybody.
    spread(scene.attacker, ACCOUNTS, closed, report)
    time.sleep(seconds)
    sent = collections.Counter(
        recipient for mail in mails(scene)[already:] for recipient in mail["recipients"] if recipient.endswith("foreign.example"))
    report.expect(sum(sent.values()) <= BEARABLE, f"{sum(sent.values())} mails were sent to {len(sent)} foreign addresses")
    most = max(sent.values(), default=0)
    report.expect(most <= 1, f"one foreign address got {most} mails")
    report.note = f"{signed_up} accounts, {sum(sent.values())} mails to {len(sent)} addresses"
    return report


def spread(person, number, closed, report):
    def tried(path, body):
        report.attempts += 1
        return person.send("POST", path, body)

    addresses = [f"person-{number}-{index}@foreign.example" for index in range(FOREIGN)]
    channels = []
    for start in range(0, FOREIGN, OF_A_CHANNEL):
        answer = tried("channels", {"type": "email", "config": {"to": addresses[start:start + OF_A_CHANNEL]}})
        if answer.status == 201:
            channels.append(answer.json()["id"])
            for _ in range(2):
                tried(f"channels/{channels[-1]}/test", None)
    for index in range(3):
        tried("monitors", {
            "type": "tcp", "target": f"127.0.0.1:{closed}", "name": f"Buy now {index}", "interval_seconds": 1,
            "timeout_seconds": 0.5, "confirmations": 0, "channel_ids": channels})
    tried("incidents", {"title": "Buy now", "message": "https://attacker.example"})
    for address in addresses[:30]:
        tried("invitations", {"email": address, "role": "viewer"})


ATTACKS = [Attack("spam: mails to addresses that nobody confirmed", relay, settings=MAIL, is_short=True)]
