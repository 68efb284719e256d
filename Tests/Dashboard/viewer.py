"""A viewer's visit: no visible control is refused, and every page for viewers is reachable."""

from dashboard import PASSWORD
from inhabited import inhabited

REFUSAL = "View only"
# These paths contain only forms, so no link leads a viewer there.
FORMS = [
    "/monitors/new", "/monitors/{shop}/edit", "/incidents/new", "/channels/new", "/channels/{room}/edit", "/status-pages/new",
    "/status-pages/{page}", "/organization", "/tokens",
]
ROOMS = {"/", "/monitors", "/monitors/{shop}", "/incidents", "/channels", "/channels/{room}", "/status-pages", "/team", "/account"}
# These would end the visit.
LEFT_ALONE = {"Sign out"}
NAMED = """
const name = (button) => (button.ariaLabel ?? button.innerText).replace(/[\\d.,:]+/g, '#').trim();
const pressable = (where) => [...document.querySelectorAll(`:is(${where}) :is(button, [type=checkbox]):enabled`)];
"""
BUTTONS = f"(where) => {{ {NAMED} return [...new Set(pressable(where).map(name))]; }}"
# A button that newer checks have pushed out of a list no longer exists.
PRESS = f"(wanted) => {{ {NAMED} pressable('body').find((button) => name(button) === wanted)?.click(); }}"


def sees_only_what_works(stage):
    with inhabited(stage) as place:
        with stage.person(place.server, place.session) as owner:
            link = invite(owner)
        ids = {
            "shop": place.monitors["Shop"], "room": place.owner.get("channels")["items"][0]["id"],
            "page": place.owner.get("status-pages")["items"][0]["id"]}
        with stage.person(place.server) as viewer:
            join(viewer, link)
            refusals = []
            viewer.page.on("response", lambda answer: refusals.append(f"{answer.request.method} {answer.url}") if answer.status == 403 else None)
            rooms = walk(viewer)
            missing = {path.format(**ids) for path in ROOMS} - rooms
            assert not missing, f"a viewer cannot reach {missing}"
            pressed = 0
            for path in sorted(rooms):
                pressed += press_everything(viewer, path)
                assert not refusals, f"a viewer's browser was refused at {path}: {refusals}"
            for path in [form.format(**ids) for form in FORMS]:
                viewer.go(path)
                assert not viewer.page.locator("main form").count(), f"a viewer is shown the form at {path}"
                assert not viewer.page.get_by_text("This page does not exist").count(), f"{path} does not exist"
                assert not refusals, f"a viewer's browser was refused at {path}: {refusals}"
            stage.say(f"a viewer visits {len(rooms)} pages and presses {pressed} buttons: none is refused")


def invite(owner):
    owner.go("/team")
    owner.press("Invite someone")
    owner.fill("E-mail", "vera@example.com")
    owner.page.get_by_label("Role").select_option("viewer")
    owner.press("Create invitation")
    link = owner.page.get_by_label("Invitation link", exact=True).input_value()
    owner.press("Done")
    owner.reads("vera@example.com")
    return link


def join(viewer, link):
    viewer.page.goto(link)
    viewer.sees("Join the team")
    viewer.fill("Your name", "Vera")
    viewer.fill("E-mail", "vera@example.com")
    viewer.fill("Password", PASSWORD)
    viewer.press("Join")
    viewer.sees("Overview")
    viewer.reads("One monitor is down")


def walk(viewer):
    """Returns every page that links lead to. None may say that it is not for viewers."""
    seen, ahead = set(), ["/", "/account"]
    while ahead:
        path = ahead.pop()
        if path in seen or path.startswith("/status/"):
            continue
        seen.add(path)
        viewer.go(path)
        assert not viewer.page.get_by_text(REFUSAL).count(), f"a link leads a viewer to {path}, which is not for them"
        links = viewer.page.locator("a[href^='/']").evaluate_all("links => links.map(link => new URL(link.href).pathname)")
        ahead += links
    return seen


def press_everything(viewer, path):
    """Presses each button of a page and each that then appears. Returns how many."""
    viewer.go(path)
    first = buttons(viewer)
    pressed = 0
    for name in first:
        press(viewer, path, [name])
        pressed += 1
        for further in [each for each in buttons(viewer) if each not in first]:
            press(viewer, path, [name, further])
            pressed += 1
    return pressed


def press(viewer, path, names):
    viewer.go(path)
    for name in names:
        viewer.page.evaluate(PRESS, name)
        viewer.settle()


def buttons(viewer):
    """Returns one button per name. Names that differ only in numbers count as one."""
    where = "body" if viewer.page.url == viewer.url + "/" else "main"
    return [name for name in viewer.page.evaluate(BUTTONS, where) if name not in LEFT_ALONE]
