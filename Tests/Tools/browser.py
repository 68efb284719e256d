"""Debian's Chromium, and the general checks of any page, which return faults as sentences."""

import pathlib

import axe_playwright_python

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]
AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
THEMES = ("light", "dark")
SIZES = {"wide": (1280, 900), "phone": (360, 780)}


# Finds controls outside the window that no scrolling reaches: they are cut off, although the page is not too wide.
OUTSIDE = """
() => [...document.querySelectorAll('a, button, input, select, textarea, summary')].filter((element) => {
    const {left, right, width} = element.getBoundingClientRect();
    if (width === 0 || !element.checkVisibility() || (left >= -1 && right <= innerWidth + 1)) return false;
    for (let around = element.parentElement; around; around = around.parentElement) {
        if (/auto|scroll/.test(getComputedStyle(around).overflowX)) return false;
    }
    return true;
}).map((element) => element.ariaLabel ?? element.textContent)
"""


def launch(playwright):
    return playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)


def listen(page, heard):
    """Adds console errors and warnings to `heard` from now on, including violations of the Content-Security-Policy."""
    page.on("console", lambda message: heard.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))


def faults_of(page):
    """Returns what is too wide, and axe violations."""
    faults = too_wide(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)")
    for violation in found:
        where = ", ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:3])
        faults.append(f"axe: {violation['id']} ({violation['impact']}): {violation['help']}: {where}")
    return faults


def too_wide(page):
    faults = [f"{name!r} is cut off at the side" for name in page.evaluate(OUTSIDE)[:3]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        faults.append("scrolls sideways")
    return faults
