"""Resets a forgotten password: a link in a mail sets a new one and ends all sessions."""

import re

from dashboard import PASSWORD
from inhabited import EMAIL, Place
from statushawk import eventually, outside_world

ANOTHER = "a lighthouse on the other shore"


def password_by_mail(stage):
    with outside_world() as (ports, control):
        mail = {"SMTP_URL": f"smtp://127.0.0.1:{ports['mail']}", "SMTP_FROM": "StatusHawk <alerts@status.test>"}
        with stage.server(**mail) as server:
            session = Place(server, ports, control).session
            with stage.person(server, session) as still_in, stage.person(server) as person:
                still_in.go("/")
                link = request(stage, person, control)
                set_password(stage, person, link)
                still_in.page.get_by_role("heading", name="Sign in", exact=True, level=1).wait_for()
                sign_in(person)
                used(person, link)


def request(stage, person, control):
    person.go("/")
    person.press("Forgot password?", "link")
    person.sees("Reset your password")
    person.look("dashboard-reset-request", stage.screenshots)
    person.fill("E-mail", EMAIL)
    person.press("Send link")
    person.sees("Check your mail")
    person.look("dashboard-reset-sent", stage.screenshots)
    mail = eventually("the mail comes", lambda: next(iter(control("journal")["mails"]), None))
    assert mail["recipients"] == [EMAIL] and mail["message_id"].endswith("@status.test>"), mail
    return re.search(r"http://\S+/reset-password#reset=\S+", mail["text"]).group(0)


def set_password(stage, person, link):
    person.page.goto(link)
    person.sees("Choose a new password")
    assert person.page.url.endswith("/reset-password"), person.page.url
    assert person.page.get_by_label("E-mail").input_value() == EMAIL
    person.look("dashboard-reset-password", stage.screenshots)
    person.fill("New password", ANOTHER)
    person.press("Set password")
    person.sees("Your password is changed")
    person.look("dashboard-reset-done", stage.screenshots)
    person.press("Sign in")


def sign_in(person):
    person.sees("Sign in")
    with person.refused("401"):
        person.fill("E-mail", EMAIL)
        person.fill("Password", PASSWORD)
        person.press("Sign in")
        person.reads("The e-mail address or the password is wrong")
    person.fill("Password", ANOTHER)
    person.press("Sign in")
    person.sees("Overview")


def used(person, link):
    with person.refused("422"):
        person.page.goto(link)
        person.sees("This link no longer works")
