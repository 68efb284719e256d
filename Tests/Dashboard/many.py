"""A thousand monitors: listed, searched and scrolled."""

import re

from browser import SIZES, too_wide
from inhabited import Place
from statushawk import eventually, outside_world

COUNT = 1_000
# Measures the time from the click on the link, or from the start of the document, to the frame after the first screen of lines.
LISTED = """
async (name) => {
    const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
    const pressed = name ? performance.now() : 0;
    if (name) [...document.querySelectorAll('nav a')].find((link) => link.textContent === name).click();
    while (document.querySelectorAll('main [role=row]').length < 20) {
        if (performance.now() - pressed > 30_000) throw new Error('the monitors are not listed within 30 s');
        await frame();
    }
    await frame();
    return performance.now() - pressed;
}
"""


def thousand_monitors(stage):
    with outside_world() as (ports, control), stage.server() as server:
        place = Place(server, ports, control)
        for number in range(COUNT):
            place.watch(f"Service {number}", "tcp", f"127.0.0.1:{ports['tcp']}", interval_seconds=3600, channel_ids=[])
        eventually("all were checked", lambda: place.owner.get("overview")["monitors"]["up"] == COUNT, within=120)
        with stage.person(server, place.session) as person:
            listed(person, stage)
            searched(person)
            for size in SIZES:
                person.resize(size)
                whole(person, size)


def listed(person, stage):
    person.go("/")
    first = person.page.evaluate(LISTED, "Monitors")
    person.settle()
    person.press("Overview", "link")
    person.settle()
    again = person.page.evaluate(LISTED, "Monitors")
    person.page.goto(person.url + "/monitors", wait_until="commit")
    opened = person.page.evaluate(LISTED, None)
    stage.say(
        f"{COUNT:,} monitors: listed {first:.0f} ms after the press on Monitors, {again:.0f} ms when they are known already, "
        f"{opened:.0f} ms when the page is opened anew (goal: 300 ms)")
    person.reads(f"{COUNT:,} monitors")


def searched(person):
    person.settle()
    person.page.keyboard.press("/")
    person.page.keyboard.type("service 77")
    person.page.wait_for_function("() => document.querySelectorAll('main [role=row]').length === 20")
    assert re.search(r"[?&]q=service(\+|%20)77$", person.page.url), person.page.url
    person.page.reload()
    person.row("Service 779").wait_for()
    person.page.get_by_label("Search monitors").fill("")
    person.page.get_by_label("Search monitors").blur()


def whole(person, size):
    """All lines appear after a while, including the last, and none is too wide."""
    person.page.wait_for_function(f"() => document.querySelectorAll('main [role=row]').length === {COUNT + 1}")
    last = person.page.get_by_role("link", name=f"Service {COUNT - 1}", exact=True)
    last.scroll_into_view_if_needed()
    person.page.evaluate("scrollTo(0, 0)")
    person.faults += [f"{COUNT} monitors, {size}: {fault}" for fault in too_wide(person.page)]
