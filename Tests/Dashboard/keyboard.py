"""Uses the dashboard by keyboard alone. The focus must always be visible."""

from dashboard import PASSWORD
from inhabited import EMAIL, inhabited

# The focused element: its approximate accessible name, and whether an outline is visible inside the window.
FOCUS = """
() => {
    const element = document.activeElement;
    const outlined = (each, part) => {
        const style = each && getComputedStyle(each, part);
        return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && !/, 0\\)$/.test(style.outlineColor);
    };
    const box = (element.closest('label') ?? element).getBoundingClientRect();
    return {
        name: (element.getAttribute('aria-label') ?? element.labels?.[0]?.innerText ?? element.innerText).trim(),
        isNowhere: element === document.body,
        isOutlined: outlined(element) || outlined(element, '::after') || outlined(element.closest('label'))
            || outlined(element.nextElementSibling),
        isInside: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}
"""


def without_a_mouse(stage):
    with inhabited(stage) as place, stage.person(place.server) as person:
        hands = Hands(person)
        person.go("/")
        sign_in(hands)
        skip_to_content(hands)
        add(hands, f"127.0.0.1:{place.ports['mail']}")
        pause(hands)
        delete_and_undo(hands)
        stage.say(f"keyboard: {hands.steps} stops of the focus, each outlined")


class Hands:
    def __init__(self, person):
        self.person = person
        self.keyboard = person.page.keyboard
        self.steps = 0

    def focus(self):
        """Returns the name of the focused element, which must be visible."""
        focus = self.person.page.evaluate(FOCUS)
        if not focus["isNowhere"]:
            assert focus["isOutlined"] and focus["isInside"], f"the focus cannot be seen on {focus['name']!r}: {focus}"
            self.steps += 1
        return focus["name"]

    def on(self, name):
        focus = self.focus()
        assert focus.startswith(name), f"the focus is on {focus!r}, not on {name!r}"

    def tab_to(self, name, key="Tab", most=80):
        passed = []
        while len(passed) < most:
            self.keyboard.press(key)
            passed.append(self.focus())
            if passed[-1].startswith(name):
                return
        raise AssertionError(f"no {name!r} on the way: {passed}")

    def press(self, *keys):
        for key in keys:
            self.keyboard.press(key)

    def write(self, text):
        self.keyboard.type(text)


def sign_in(hands):
    hands.on("E-mail")
    hands.write(EMAIL)
    hands.tab_to("Password")
    hands.write(PASSWORD)
    hands.press("Enter")
    hands.person.sees("Overview")


def skip_to_content(hands):
    hands.tab_to("Skip to content")
    hands.press("Enter")
    hands.tab_to("Add monitor", most=1)


def add(hands, address):
    hands.press("Enter")
    hands.person.sees("Add monitor")
    # The heading has the focus until the form is there.
    hands.person.page.get_by_role("textbox", name="URL").wait_for()
    hands.on("URL")
    hands.tab_to("HTTP(S)", key="Shift+Tab", most=5)
    hands.press("ArrowRight")
    hands.on("TCP")
    hands.tab_to("Host and port", most=3)
    hands.write(address)
    hands.person.reads("Up")
    hands.tab_to("Name")
    hands.write("By hand")
    hands.tab_to("Add monitor")
    hands.press("Space")
    hands.person.sees("By hand")


def pause(hands):
    hands.tab_to("Pause")
    hands.press("Space")
    hands.person.reads("Paused By hand")
    hands.on("Resume")
    hands.press("Enter")
    hands.person.reads("Resumed By hand")


def delete_and_undo(hands):
    person = hands.person
    hands.tab_to("Monitors", key="Shift+Tab")
    hands.press("Enter")
    person.sees("Monitors")
    hands.tab_to("Actions for By hand")
    open_and_close(hands)
    hands.press("Enter")
    hands.on("Check now")
    hands.press("d")
    hands.on("Delete")
    hands.press("Enter")
    person.reads("Deleted By hand")
    person.row("By hand").wait_for(state="detached")
    hands.tab_to("Undo: Deleted By hand")
    hands.press("Enter")
    person.row("By hand").wait_for()
    hands.tab_to("Actions for By hand")
    hands.press("Enter", "d", "Enter")
    person.row("By hand").wait_for(state="detached")
    hands.press("Control+z")
    person.row("By hand").wait_for()


def open_and_close(hands):
    """Arrow keys open the menu and cycle through it. Escape closes it and restores the focus."""
    hands.press("ArrowDown")
    hands.on("Check now")
    hands.press("ArrowDown")
    hands.on("Pause")
    hands.press("ArrowUp", "ArrowUp")
    hands.on("Delete")
    hands.press("Home")
    hands.on("Check now")
    hands.press("Escape")
    hands.on("Actions for By hand")
