"""Changes appear at once on every open page."""

import time

from inhabited import inhabited
from statushawk import eventually

# Records in milliseconds when the element contains these words, without polling.
AWAIT = """
(element, words) => {
    window.shownAt = undefined;
    const look = () => {
        if (!element.textContent.includes(words)) return;
        window.shownAt = Date.now();
        observer.disconnect();
    };
    const observer = new MutationObserver(look);
    observer.observe(element, {subtree: true, childList: true, characterData: true});
    look();
}
"""
# Path, element and expected words. Database is down all the time.
VIEWS = [
    ("/", "main", {"down": "2 monitors are down", "up": "One monitor is down"}),
    ("/monitors", "[role=row]:has-text('Shop')", {"down": "Down", "up": "Up"}),
    ("/monitors/{shop}", ".page-head", {"down": "Down", "up": "Up"}),
]


def down_and_up(stage):
    with inhabited(stage) as place, stage.person(place.server, place.session) as person:
        views = []
        for path, where, words in VIEWS:
            page = person.open_tab()
            page.goto(place.server.url + path.format(shop=place.monitors["Shop"]))
            person.settle(page)
            page.evaluate("window.neverReloaded = true")
            views.append((page, where, words))
        for state, mode in (("down", "fail"), ("up", "up")):
            for page, where, words in views:
                page.locator(where).evaluate(AWAIT, words[state])
                assert page.evaluate("window.shownAt === undefined"), f"{words[state]} was already shown at {page.url}"
            place.control("set", {"http": mode})
            known = eventually(f"the API says {state}", lambda: place.status("Shop") == state and time.time(), every=0.005)
            delays = []
            for page, _, _ in views:
                page.wait_for_function("() => window.shownAt")
                delays.append(page.evaluate("window.shownAt") / 1000 - known)
            stage.say(
                f"{state}: overview, list and the monitor's page show it {', '.join(f'{delay:+.3f}' for delay in delays)} s "
                "after the API's first answer that says so (goal: 1 s)")
        for page, _, _ in views:
            assert page.evaluate("window.neverReloaded"), f"{page.url} was reloaded"
