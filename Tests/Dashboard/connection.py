"""The server stops while a page is open, and starts again."""

import time

from inhabited import inhabited

FILTER = "getComputedStyle(document.querySelector('[role=table]')).filter"


def lost_and_regained(stage):
    with inhabited(stage) as place, stage.person(place.server, place.session) as person:
        page = person.page
        banner = page.get_by_role("status").filter(has_text="Connection lost")
        person.go("/monitors")
        page.evaluate("window.neverReloaded = true")
        person.row("Shop").get_by_text("Up").wait_for()
        assert page.evaluate(FILTER) == "none" and not banner.count(), "the page looks stale before the loss"

        # The browser logs each refused attempt.
        with person.refused("net::ERR_"):
            place.server.stop()
            stopped = time.monotonic()
            banner.wait_for()
            stage.say(f"the loss is shown {time.monotonic() - stopped:.1f} s after the server ended")
            page.wait_for_function(f"() => {FILTER} !== 'none'")
            assert "Data shown is from" in banner.inner_text(), banner.inner_text()
            person.look("dashboard-connection-lost", stage.screenshots)
            place.server.start()
            started = time.monotonic()
            person.reads("Reconnected")
            stage.say(f"reconnected {time.monotonic() - started:.1f} s after the server was ready again")
        banner.wait_for(state="detached")
        page.wait_for_function(f"() => {FILTER} === 'none'")

        place.control("set", {"http": "fail"})
        person.row("Shop").get_by_text("Down").wait_for()
        assert page.evaluate("window.neverReloaded"), "the page was reloaded"
        part_that_could_not_be_loaded(place, person, banner)


def part_that_could_not_be_loaded(place, person, banner):
    """A page whose program was not loaded is opened while the server is stopped. It appears after the server starts again."""
    with person.refused("net::ERR_"), person.refused("dynamically imported module"), person.refused("The above error occurred"):
        place.server.stop()
        banner.wait_for()
        person.press("Team", "link")
        person.reads("This page could not be displayed")
        place.server.start()
        person.sees("Team")
        person.settle()
    assert not person.page.get_by_text("could not be displayed").count(), "the error is still shown"
