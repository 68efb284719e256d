"""Debian's Chromium, and what can be wrong with any page of ours, as sentences."""

import pathlib

import axe_playwright_python

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]
AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
THEMES = ("light", "dark")
SIZES = {"wide": (1280, 900), "phone": (360, 780)}


def launch(playwright):
    return playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)


def listen(page, heard):
    """Adds to `heard` what the console complains of from now on: that the policy forbids something is among it."""
    page.on("console", lambda message: heard.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))


def faults_of(page):
    """Sideways scrolling, and what axe finds."""
    faults = []
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        faults.append("scrolls sideways")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)")
    for violation in found:
        where = ", ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:3])
        faults.append(f"axe: {violation['id']} ({violation['impact']}): {violation['help']}: {where}")
    return faults
