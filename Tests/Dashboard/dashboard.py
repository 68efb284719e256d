"""A user of the dashboard in a browser. Navigates by the visible texts and collects every console message."""

import contextlib
import re

from browser import SIZES, THEMES, faults_of, listen

PASSWORD = "correct horse battery"
# Counts the pending requests to the server, except the event stream.
COUNTING = """
const ask = window.fetch;
window.asking = 0;
window.fetch = (...request) => {
    const answer = ask(...request);
    if (!String(request[0]?.url ?? request[0]).includes('/events')) {
        window.asking += 1;
        const end = () => { window.asking -= 1; };
        answer.then(end, end);
    }
    return answer;
};
"""
SETTLED = """
() => !document.querySelector('[aria-busy=true], .skeleton, .spinning') && window.asking === 0
    && document.getAnimations().every((animation) => animation.playState !== 'running')
"""
DRAWN = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"


class Person:
    """A user's browser at one server. After use, the console messages of its pages are in `faults`."""

    def __init__(self, browser, url, storage=None):
        self.url = url
        self.context = browser.new_context(
            viewport=dict(zip(("width", "height"), SIZES["wide"])), reduced_motion="reduce", storage_state=storage)
        self.context.add_init_script(COUNTING)
        self.heard = []
        self.faults = []
        self.page = self.open_tab()
        self.wire = self.context.new_cdp_session(self.page)

    def open_tab(self):
        page = self.context.new_page()
        listen(page, self.heard)
        return page

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.faults += [f"console: {text}" for text in self.heard]
        self.context.close()

    @contextlib.contextmanager
    def refused(self, said):
        """Ignores the console message about an expected error response."""
        before = len(self.heard)
        yield
        self.heard[before:] = [text for text in self.heard[before:] if said not in text]

    def go(self, path):
        self.page.goto(self.url + path)
        self.settle()

    def settle(self, page=None):
        """Waits until all requests have ended and the page no longer changes."""
        page = page or self.page
        page.wait_for_function(SETTLED)
        page.evaluate(DRAWN)

    def sees(self, heading):
        self.page.get_by_role("heading", name=heading, exact=True, level=1).wait_for()

    def reads(self, text):
        self.page.get_by_text(text).filter(visible=True).first.wait_for()

    def press(self, name, role="button"):
        self.page.get_by_role(role, name=name, exact=True).click()

    def fill(self, label, text):
        """Finds a field by the start of its label, which may end with `optional`."""
        self.page.get_by_label(re.compile(f"^{re.escape(label)}")).fill(text)

    def row(self, name):
        return self.page.get_by_role("row").filter(has_text=name)

    def sign_in(self, email):
        self.page.goto(self.url)
        self.fill("E-mail", email)
        self.fill("Password", PASSWORD)
        self.press("Sign in")
        self.sees("Overview")
        self.settle()

    def resize(self, size):
        """The phone size also emulates touch."""
        width, height = SIZES[size]
        self.page.set_viewport_size({"width": width, "height": height})
        self.wire.send("Emulation.setTouchEmulationEnabled", {"enabled": size == "phone"})

    def look(self, name, directory, open_it=None):
        """Checks the page in both sizes and themes and takes screenshots. `open_it` opens what a change of size closes."""
        for size in SIZES:
            self.resize(size)
            if open_it:
                open_it()
            for theme in THEMES:
                self.page.emulate_media(color_scheme=theme)
                self.page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=theme)
                self.settle()
                self.faults += [f"{name}, {theme}, {size}: {fault}" for fault in faults_of(self.page)]
                self.picture(directory / f"{name}-{theme}-{size}.png", whole=open_it is None)
        self.resize("wide")
        self.page.emulate_media(color_scheme="light")

    def picture(self, path, whole):
        """Captures a whole page in a window of its height. Otherwise, elements fixed to the window's edge would be in the middle."""
        window = self.page.viewport_size
        height = self.page.evaluate("document.documentElement.scrollHeight")
        if whole and height > window["height"]:
            self.page.set_viewport_size(window | {"height": height})
            self.settle()
        self.page.screenshot(path=path)
        self.page.set_viewport_size(window)
