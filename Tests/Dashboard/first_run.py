"""The first run in the browser: from the address in the log to a monitor, an alert and a public page."""

import re
import time

from dashboard import PASSWORD
from statushawk import eventually, outside_world


def from_nothing_to_an_alert(stage):
    # The installation is public, so the first account needs the code from the log.
    options = {"STATUSHAWK_PUBLIC_URL": "http://status.test", "LOG_LEVEL": "notice"}
    with outside_world() as (ports, control), stage.server(**options) as server:
        with stage.person(server) as newcomer:
            def picture(name):
                newcomer.look(f"dashboard-first-{name}", stage.screenshots)

            started = time.monotonic()
            newcomer.go("/")
            sign_up(newcomer, server, picture)
            watch(newcomer, f"http://127.0.0.1:{ports['http']}/shop", picture)
            tell(newcomer, f"http://127.0.0.1:{ports['webhook']}/alerts", control, picture)
            newcomer.sees("Overview")
            newcomer.reads("Your monitor is up")
            stage.say(f"first run, with all screenshots: {time.monotonic() - started:.0f} s from the address to the overview")
            check_each_second(newcomer)
            alert(newcomer, control)
            publish(newcomer, stage)


def sign_up(newcomer, server, picture):
    newcomer.sees("Welcome to StatusHawk")
    picture("sign-up")
    newcomer.fill("Your name", "Ada Lovelace")
    newcomer.fill("E-mail", "ada@example.com")
    newcomer.fill("Password", PASSWORD)
    with newcomer.refused("403"):
        newcomer.fill("Setup code", "0000-0000-0000-0000")
        newcomer.press("Create account")
        newcomer.reads("does not match the code in the server log")
    newcomer.fill("Setup code", re.search(r"setup\.code=(\S+)", server.said()).group(1))
    picture("setup-code")
    newcomer.press("Create account")
    newcomer.sees("What do you want to monitor?")


def watch(newcomer, url, picture):
    picture("watch")
    newcomer.fill("Address", url.replace("http://", "http:/"))
    newcomer.reads("Keep typing: not a valid address yet.")
    newcomer.fill("Address", url)
    newcomer.reads("Answered 200")
    picture("watch-tested")
    newcomer.press("Start monitoring")
    newcomer.sees("Where should we send alerts?")


def tell(newcomer, url, control, picture):
    newcomer.settle()
    picture("tell")
    newcomer.page.get_by_label("Channel type").select_option("webhook")
    newcomer.fill("URL", url)
    newcomer.press("Save and send a test")
    newcomer.reads("Test message sent")
    told(control, "test")
    picture("told")
    newcomer.press("Go to overview")


def check_each_second(newcomer):
    newcomer.press("Monitors", "link")
    newcomer.row("/shop").get_by_role("link").click()
    newcomer.press("Edit", "link")
    newcomer.fill("Name", "Shop")
    newcomer.page.get_by_label("Check interval").select_option("1")
    newcomer.page.get_by_label("Retries before down").select_option("0")
    newcomer.press("Save")
    newcomer.sees("Shop")


def alert(newcomer, control):
    newcomer.press("Overview", "link")
    newcomer.reads("Your monitor is up")
    control("set", {"http": "fail"})
    newcomer.reads("One monitor is down")
    document = told(control, "incident.opened")
    assert document["monitor"]["name"] == "Shop" and document["incident"]["reason"] == "status", document
    control("set", {"http": "up"})
    newcomer.reads("Your monitor is up")
    told(control, "incident.resolved")


def told(control, event):
    """Returns what the webhook's receiver received."""
    def received():
        return next((entry["body"] for entry in control("journal")["webhooks"] if entry["body"]["event"] == event), None)
    return eventually(f"the webhook receives {event}", received)


def publish(newcomer, stage):
    newcomer.press("Status pages", "link")
    newcomer.press("New status page", "link")
    newcomer.fill("Title", "Shop status")
    newcomer.fill("URL slug", "shop")
    newcomer.press("Add monitors")
    dialog = newcomer.page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name="Shop").check()
    dialog.get_by_role("button", name=re.compile("^Add")).click()
    newcomer.fill("Public name of Shop", "Our shop")
    newcomer.page.get_by_role("switch", name=re.compile("^Published")).click()
    newcomer.press("Create page")
    newcomer.reads("Created Shop status")
    with newcomer.context.expect_page() as opened:
        newcomer.press("Open Shop status", "link")
    page = opened.value
    page.get_by_role("heading", name="Shop status").wait_for()
    page.get_by_text("Operational").first.wait_for()
    stage.say(f"a public page exists at {page.url.replace(newcomer.url, '')}")
