"""Eight tabs of one browser. Over HTTP/1.1 it opens six connections to a server, so one stream per tab would leave none."""

import re

from inhabited import inhabited
from live import AWAIT

TABS = 8
# Simulates browsers without shared workers, such as older ones on phones: one tab leads.
WITHOUT_WORKERS = "delete window.SharedWorker"


def eight_tabs(stage):
    with inhabited(stage) as place:
        with stage.person(place.server, place.session) as person:
            tabs = open_tabs(place, person)
            all_live(stage, place, tabs, "with a shared worker")
            sign_out(person, tabs)


def eight_tabs_of_which_one_leads(stage):
    with inhabited(stage) as place:
        with stage.person(place.server, place.session) as person:
            person.context.add_init_script(WITHOUT_WORKERS)
            tabs = open_tabs(place, person)
            all_live(stage, place, tabs, "with a tab that leads")
            # Closes tabs, whichever leads, until two are left.
            while len(tabs) > 2:
                tabs.pop(0).close()
                tabs.pop(0).close()
                all_live(stage, place, tabs, f"{len(tabs)} are left")


def open_tabs(place, person):
    tabs = [person.page] + [person.open_tab() for _ in range(TABS - 1)]
    for page in tabs:
        page.goto(place.server.url + "/monitors")
        person.settle(page)
    return tabs


def all_live(stage, place, tabs, how):
    for mode, words in (("fail", "Down"), ("up", "Up")):
        for page in tabs:
            page.locator("[role=row]:has-text('Shop')").evaluate(AWAIT, words)
        place.control("set", {"http": mode})
        shown = []
        for page in tabs:
            page.wait_for_function("() => window.shownAt")
            shown.append(page.evaluate("window.shownAt"))
        stage.say(f"{len(tabs)} tabs, {how}: all show {words}, the last {max(shown) - min(shown)} ms after the first")


def sign_out(person, tabs):
    person.page.get_by_role("button", name=re.compile("^Account")).click()
    person.page.get_by_role("menuitem", name="Sign out").click()
    for page in tabs:
        page.get_by_role("heading", name="Sign in", exact=True, level=1).wait_for()
