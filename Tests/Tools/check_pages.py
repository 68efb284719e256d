"""Checks the public status pages in headless Chromium, in both themes and sizes: with and without an open incident, one without
components, and an address without a page.

Fails on axe violations, console errors, sideways scrolling, and scripts. Screenshots go to the directory in the first argument,
.build/pages by default.
"""

import pathlib
import sys

from browser import SIZES, THEMES, faults_of, launch, listen
from playwright.sync_api import sync_playwright
from statushawk import ROOT, Owner, Server, eventually, outside_world


def publish(owner, ports):
    monitors = {}
    for name, kind, target in [
        ("Shop", "http", f"http://127.0.0.1:{ports['http']}/"),
        ("Queue", "tcp", f"127.0.0.1:{ports['tcp']}"),
    ]:
        monitors[name] = owner.post("monitors", {
            "name": name, "type": kind, "target": target, "interval_seconds": 1, "confirmations": 0, "channel_ids": []})["id"]
    components = [{"name": name, "monitor_id": monitor} for name, monitor in monitors.items()]
    components.append({"name": "A component with a rather long name, as people give them", "monitor_id": monitors["Shop"]})
    owner.post("status-pages", {
        "slug": "acme", "title": "Acme's status", "description": "What Acme runs for you.", "published": True,
        "sections": [{"name": "Services", "components": components}]})
    return monitors


def becomes(owner, monitor, status):
    eventually(f"monitor {monitor} is {status}", lambda: owner.get(f"monitors/{monitor}")["status"] == status)


def open_page(page, url, status, words):
    """Returns the faults of the page at `url`, as sentences."""
    heard = []
    listen(page, heard)
    answer = page.goto(url)
    faults = [] if answer.status == status else [f"answers {answer.status}"]
    if not page.get_by_text(words, exact=True).count():
        faults.append(f"does not say {words!r}")
    if page.locator("script:not([type='application/ld+json'])").count():
        faults.append("carries a script")
    # The console also reports the expected error response.
    return faults + faults_of(page) + [f"console: {text}" for text in heard if status == 200 or str(status) not in text]


def look(browser, server, state, directory, words, slug="acme", status=200):
    faults = []
    for theme in THEMES:
        for size, (width, height) in SIZES.items():
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
            page = context.new_page()
            faults += [f"{state}, {theme}, {size}: {fault}" for fault in open_page(page, f"{server.url}/status/{slug}", status, words)]
            page.screenshot(path=directory / f"status-{state}-{theme}-{size}.png", full_page=True)
            context.close()
    return faults


def main():
    directory = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / ".build/pages")
    directory.mkdir(parents=True, exist_ok=True)
    with outside_world() as (ports, control), Server() as server, sync_playwright() as playwright:
        owner = Owner(server)
        monitors = publish(owner, ports)
        browser = launch(playwright)
        for monitor in monitors.values():
            becomes(owner, monitor, "up")
        faults = look(browser, server, "up", directory, "All systems operational")
        control("set", {"http": "fail"})
        becomes(owner, monitors["Shop"], "down")
        faults += look(browser, server, "down", directory, "Some systems are down")
        owner.post("status-pages", {"slug": "empty", "title": "Empty", "published": True})
        faults += look(browser, server, "empty", directory, "No components yet", slug="empty")
        owner.post("incidents", {"title": "The whole site is slow", "severity": "critical", "message": "We are on it.", "public": True})
        owner.post("status-pages", {"slug": "announced", "title": "Announced", "published": True})
        faults += look(browser, server, "announced", directory, "A critical incident is open", slug="announced")
        faults += look(browser, server, "missing", directory, "Status page not found", slug="none", status=404)
        browser.close()
    for fault in faults:
        print(fault, file=sys.stderr)
    views = 5 * len(THEMES) * len(SIZES)
    print(f"pages: {views - len({fault.split(':')[0] for fault in faults})} of {views} views without fault; screenshots in {directory}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
