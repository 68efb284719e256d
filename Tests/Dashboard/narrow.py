"""Long addresses, tags and names in narrow windows, and the public page in print."""

from browser import too_wide
from inhabited import inhabited

WIDTHS = (320, 390)
LONG_URL = "https://hooks.example.com/services/" + "T0123456789" * 22 + "/x"
LONG_TAG = "a-tag-of-fifty-characters-that-has-no-place-to-brk"
LONG_NAME = "Nameofsomethingthathasnoplacetobreak" * 5


def long_texts(stage):
    with inhabited(stage) as place, stage.person(place.server, place.session) as owner:
        for name, path in fill(place).items():
            for width in WIDTHS:
                owner.page.set_viewport_size({"width": width, "height": 780})
                owner.go(path)
                owner.page.screenshot(path=stage.screenshots / f"narrow-{name}-{width}.png", full_page=True)
                stage.faults += [f"{name} at {width} px: {fault}" for fault in too_wide(owner.page)]
        owner.page.set_viewport_size({"width": 1280, "height": 900})
        for name, path in fill.paths.items():
            owner.go(path)
            owner.page.screenshot(path=stage.screenshots / f"narrow-{name}-1280.png", full_page=True)
            stage.faults += [f"{name} at 1280 px: {fault}" for fault in too_wide(owner.page)]
        on_paper(stage, owner)


def fill(place):
    post = place.owner.post
    assert len(LONG_TAG) == 50 and len(LONG_URL) > 270
    hook = post("channels", {"name": LONG_NAME[:180], "type": "webhook", "is_default": False, "config": {"url": LONG_URL}})["id"]
    place.watch(LONG_NAME[:180], "http", f"http://127.0.0.1:{place.ports['http']}/" + "p" * 300, tags=[LONG_TAG, "b" * 50], group="g" * 80)
    monitor = place.monitors[LONG_NAME[:180]]
    incident = post("incidents", {"title": LONG_NAME[:180], "severity": "minor", "monitor_ids": [monitor]})["id"]
    fill.paths = {
        "overview": "/", "monitors": "/monitors", "monitor": f"/monitors/{monitor}", "monitor-edit": f"/monitors/{monitor}/edit",
        "channels": "/channels", "channel": f"/channels/{hook}", "channel-edit": f"/channels/{hook}/edit",
        "incidents": "/incidents", "incident": f"/incidents/{incident}", "status-pages": "/status-pages", "organization": "/organization"}
    return fill.paths


def on_paper(stage, owner):
    """Print includes meaningful backgrounds and uses colours for white paper."""
    for theme in ("light", "dark"):
        owner.page.emulate_media(media="screen", color_scheme=theme)
        owner.page.goto(owner.url + "/status/acme")
        owner.page.emulate_media(media="print", color_scheme=theme)
        style = owner.page.evaluate("""
            () => {
                const style = (where) => getComputedStyle(document.querySelector(where));
                return [style('.bars i').printColorAdjust, style('.overall').printColorAdjust, style('body').color];
            }""")
        assert style == ["exact", "exact", "rgb(20, 24, 31)"], f"{theme}: {style}"
        (stage.screenshots / f"status-page-{theme}.pdf").write_bytes(owner.page.pdf(format="A4"))
    owner.page.emulate_media(media="screen", color_scheme="light")
