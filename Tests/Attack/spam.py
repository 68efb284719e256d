"""Sends mails to people who never requested any, through the installation's mail server, with open sign-up."""

import collections
import json
import re
import time
import urllib.request

import servers as s
from load import Attack, Report
from lock_out import MAIL
from people import Person, ask

ACCOUNTS = 4
# The number of addresses that each account uses, in channels of a few and in invitations.
FOREIGN, OF_A_CHANNEL = 60, 3
# The acceptable number of mails to strangers: a confirmation to some of the three hundred.
BEARABLE = 150


def mails(scene):
    with urllib.request.urlopen(f"http://127.0.0.1:{scene.ports['control']}/journal", timeout=10) as answer:
        return json.load(answer)["mails"]


def relay(scene, begin, seconds):
    """Strangers sign up with their own and other people's addresses, add further addresses, and make a monitor go down."""
    report, already = Report(), len(mails(scene))
    begin()
    closed = s.closed_port()
    signed_up = 0
    for number in range(ACCOUNTS):
        network = f"198.51.100.{number + 20}"
        victim, own = f"victim-{number}@foreign.example", f"spammer-{number}@attacker.example"
        foreign = sign_up(scene, victim, None, network, report)
        report.expect(foreign.status == 403, f"sign-up with another person's address: {foreign}")
        # Each account requests mail to the same person repeatedly.
        for _ in range(8):
            request_link(scene, victim, network, report)
        request_link(scene, own, f"198.51.101.{number}", report)
        token = mailed_token(scene, own, already)
        stolen = sign_up(scene, victim, token, network, report)
        report.expect(stolen.status == 422, f"sign-up with the link of another address: {stolen}")
        answer = sign_up(scene, own, token, network, report)
        signed_up += answer.status < 300
        again = sign_up(scene, own, token, network, report)
        report.expect(again.status == 422, f"a second sign-up with the same link: {again}")
        if answer.cookie:
            person = Person(scene.url, own, cookie=answer.cookie)
            invite(scene, person, number, network, report)
            spread(person, number, closed, report)
    report.expect(signed_up == ACCOUNTS, f"{signed_up} of {ACCOUNTS} strangers could sign up with their own address")
    # The attacker's own organization, created by the operator, does the same.
    spread(scene.attacker, ACCOUNTS, closed, report)
    time.sleep(seconds)
    sent = collections.Counter(
        recipient for mail in mails(scene)[already:] for recipient in mail["recipients"] if recipient.endswith("foreign.example"))
    report.expect(sum(sent.values()) <= BEARABLE, f"{sum(sent.values())} mails were sent to {len(sent)} foreign addresses")
    most = max(sent.values(), default=0)
    report.expect(most <= 1, f"one foreign address got {most} mails")
    report.note = f"{signed_up} accounts, {sum(sent.values())} mails to {len(sent)} addresses"
    return report


def sign_up(scene, email, token, network, report):
    report.attempts += 1
    body = {"email": email, "password": "a good long password", "name": "Buy now", "confirmation": token}
    return ask(scene.url, "POST", "/api/v1/auth/signup", body, headers={"X-Forwarded-For": network})


def request_link(scene, email, network, report):
    report.attempts += 1
    answer = ask(
        scene.url, "POST", "/api/v1/auth/signup/confirmation", {"email": email}, headers={"X-Forwarded-For": network})
    report.expect(answer.status in (202, 429), f"a link for {email}: {answer}")


def mailed_token(scene, email, already, timeout=20.0):
    """Returns the token of the link mailed to an address, ignoring the first `already` mails. None if no mail arrived."""
    until = time.monotonic() + timeout
    while time.monotonic() < until:
        for mail in mails(scene)[already:]:
            found = re.search(r"#confirmation=(\S+)", mail["text"])
            if found and email in mail["recipients"]:
                return found[1]
        time.sleep(0.2)
    return None


def invite(scene, owner, number, network, report):
    """The owner makes another person's address join by invitation, because the owner sees the link, and sends alerts to it as a
    member."""
    victim = f"invited-{number}@foreign.example"
    invitation = owner.send("POST", "invitations", {"email": victim, "role": "admin"})
    if invitation.status != 201:
        return
    report.attempts += 1
    token = invitation.json()["url"].rsplit("/", 1)[1]
    body = {"email": victim, "password": "a good long password", "name": "Buy now", "invitation": token}
    member = ask(scene.url, "POST", "/api/v1/auth/signup", body, headers={"X-Forwarded-For": network})
    report.expect(member.status == 201, f"sign-up by an invitation: {member}")
    channel = owner.send("POST", "channels", {"type": "email", "config": {"to": [victim]}})
    if channel.status == 201:
        states = [recipient["state"] for recipient in channel.json()["recipients"]]
        report.expect(states == ["pending"], f"the unconfirmed address of a member is {states}")
        for _ in range(2):
            owner.send("POST", f"channels/{channel.json()['id']}/test", None)


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


ATTACKS = [Attack("spam: mails to unconfirmed addresses", relay, settings=MAIL, is_short=True)]
