"""Two users edit the same object at the same time without losing changes silently. Also edits secret headers individually."""

from browser import SIZES, THEMES, faults_of
from inhabited import inhabited


def together(stage):
    with inhabited(stage) as place:
        page = place.owner.get("status-pages")["items"][0]["id"]
        with stage.person(place.server, place.session) as ann, stage.person(place.server, place.session) as ben:
            status_page(stage, place, ann, ben, page)
            disjoint(place, ann, ben)
        with stage.person(place.server, place.session) as ann:
            secrets(stage, place, ann)


def status_page(stage, place, ann, ben, page):
    for person, name in ((ann, "Inner services"), (ben, "Partners")):
        person.go(f"/status-pages/{page}")
        person.press("Add section")
        person.fill("Name of section 2", name)
    ann.press("Save")
    ann.reads("Saved Acme's status")
    ben.press("Save")
    ben.reads("Someone else changed this")
    ben.reads("Inner services: empty")
    look_at_question(stage, ben)
    ben.press("Keep editing")
    ben.reads("Not saved: someone else changed the same fields.")
    assert names(place, page) == ["Services", "Inner services"], names(place, page)
    ben.press("Save")
    ben.page.get_by_role("dialog").get_by_role("button", name="Save").click()
    ben.reads("Saved Acme's status")
    assert names(place, page) == ["Services", "Partners"], names(place, page)
    stage.say("two users add a section each: the second is asked")


def look_at_question(stage, person):
    """The form behind the question waits for the answer, so the page never settles."""
    for size in SIZES:
        person.resize(size)
        for theme in THEMES:
            person.page.emulate_media(color_scheme=theme)
            person.page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=theme)
            person.faults += [f"clash, {theme}, {size}: {fault}" for fault in faults_of(person.page)]
            person.page.screenshot(path=stage.screenshots / f"dashboard-clash-{theme}-{size}.png")
    person.resize("wide")


def names(place, page):
    return [section["name"] for section in place.owner.get(f"status-pages/{page}")["sections"]]


def disjoint(place, ann, ben):
    """They edit different fields of one monitor, so no question appears."""
    monitor = place.monitors["Shop"]
    for person in (ann, ben):
        person.go(f"/monitors/{monitor}/edit")
    ann.fill("Name", "Shop of Ann")
    ben.fill("Tags", "prod, ben")
    for person in (ann, ben):
        person.press("Save")
        person.reads("Saved Shop of Ann")
    found = place.owner.get(f"monitors/{monitor}")
    assert (found["name"], found["tags"]) == ("Shop of Ann", ["prod", "ben"]), found


def secrets(stage, place, person):
    monitor = place.monitors["Shop"]
    place.owner.send("PATCH", f"monitors/{monitor}", {"settings": {"secret_headers": {"Authorization": "one", "X-Key": "two"}}})
    person.go(f"/monitors/{monitor}/edit")
    person.page.locator("details.more summary").first.click()
    headers = person.page.get_by_role("group", name="Secret headers")
    assert headers.get_by_label("Secret headers: name 1").input_value() == "Authorization"
    person.look("dashboard-secret-headers", stage.screenshots)
    headers.get_by_role("button", name="Add").click()
    headers.get_by_label("Secret headers: name 3").fill("X-New")
    headers.get_by_label("Secret headers: value 3").fill("three")
    headers.get_by_role("button", name="Remove Authorization").click()
    person.press("Save")
    person.reads("Saved Shop of Ann")
    stored = place.owner.get(f"monitors/{monitor}")["settings"]["secret_headers"]
    assert sorted(stored) == ["X-Key", "X-New"], stored
    stage.say("secret headers are shown by name, added and removed individually")
