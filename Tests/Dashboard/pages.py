"""Checks every page of the dashboard in both sizes and themes: screenshots, axe, the console and sideways scrolling."""

from inhabited import EMAIL, Place, inhabited

EMPTY = {name: f"/{name}" for name in ("monitors", "incidents", "channels", "status-pages")} | {"overview": "/"}


def every_page(stage):
    empty(stage)
    with inhabited(stage) as place:
        with stage.person(place.server) as owner:
            look(stage, owner, "sign-in", "/")
            owner.sign_in(EMAIL)
            for name, path in addresses(place).items():
                look(stage, owner, name, path)
            editors(stage, owner, place)
            opened(stage, owner, place)
            missing(stage, owner)


def look(stage, person, name, path):
    person.go(path)
    person.look(f"dashboard-{name}", stage.screenshots)


def addresses(place):
    items = {kind: place.owner.get(kind)["items"] for kind in ("channels", "status-pages", "incidents?open=true", "incidents?open=false")}
    channels = {channel["name"]: channel["id"] for channel in items["channels"]}
    page, now, past = (items[kind][0]["id"] for kind in ("status-pages", "incidents?open=true", "incidents?open=false"))
    shop, database, paused = (place.monitors[name] for name in ("Shop", "Database", "Old intranet"))
    return {
        "overview": "/", "monitors": "/monitors",
        "monitor-up": f"/monitors/{shop}?range=1h", "monitor-paused": f"/monitors/{paused}", "monitor-edit": f"/monitors/{shop}/edit",
        "incidents": "/incidents", "incident-open": f"/incidents/{now}", "incident-past": f"/incidents/{past}", "incident-new": "/incidents/new",
        "channels": "/channels", "channel": f"/channels/{channels['Operations room']}", "channel-failing": f"/channels/{channels['Old pager']}",
        "channel-edit": f"/channels/{channels['On-call']}/edit",
        "status-pages": "/status-pages", "status-page-new": "/status-pages/new", "status-page-edit": f"/status-pages/{page}",
        "team": "/team", "account": "/account", "tokens": "/tokens", "organization": "/organization",
        "not-found": "/no/such/page",
    }


def editors(stage, owner, place):
    """Opens the form of each monitor type, and of some channel types, with all settings visible."""
    for each in place.owner.get("monitor-types")["items"]:
        owner.go("/monitors/new")
        owner.page.locator("fieldset label", has=owner.page.get_by_text(each["label"], exact=True)).click()
        for fold in owner.page.locator("details.more summary").all():
            fold.click()
        owner.look(f"dashboard-monitor-new-{each['type']}", stage.screenshots)
    owner.go("/channels/new")
    types = place.owner.get("channel-types")["items"]
    assert owner.page.locator(".gallery a").count() == len(types)
    for label in ("E-mail", "Webhook", "Slack", "ntfy"):
        owner.go("/channels/new")
        owner.page.get_by_label("Search channel types").fill(label)
        owner.page.locator(".gallery").get_by_role("link", name=label, exact=True).click()
        owner.look(f"dashboard-channel-new-{label.lower()}", stage.screenshots)


def opened(stage, owner, place):
    """Checks what opens over or inside a page."""
    place.control("set", {"http": "fail"})
    place.watch("Catalogue", "http", f"http://127.0.0.1:{place.ports['http']}/catalogue", interval_seconds=60)
    place.becomes("Catalogue", "down")
    place.control("set", {"http": "up"})
    owner.go(f"/monitors/{place.monitors['Catalogue']}?range=1h")
    owner.page.locator("button[aria-expanded]").filter(has_text="Down").last.click()
    owner.reads("Attempt 1")
    owner.look("dashboard-monitor-down", stage.screenshots)
    owner.go("/monitors")
    owner.look("dashboard-monitor-menu", stage.screenshots, lambda: open_menu(owner, "Actions for Shop"))
    owner.go("/team")
    owner.press("Invite someone")
    owner.look("dashboard-team-invite", stage.screenshots)
    owner.go("/tokens")
    owner.press("Create token")
    owner.look("dashboard-token-new", stage.screenshots)


def open_menu(owner, name):
    # Focusing scrolls to the button. Scrolling after the press would close the menu.
    owner.page.get_by_role("button", name=name).focus()
    owner.settle()
    owner.page.keyboard.press("Enter")
    owner.page.get_by_role("menu").wait_for()


def missing(stage, owner):
    with owner.refused("404"):
        look(stage, owner, "monitor-missing", "/monitors/999999")


def empty(stage):
    """Checks the empty pages of a new installation."""
    with stage.server() as server, stage.person(server, Place(server, {}, None).session) as owner:
        for name, path in EMPTY.items():
            look(stage, owner, f"empty-{name}", path)
