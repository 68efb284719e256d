"""Tests the dashboard in headless Chromium against the real server, through the actions of users.

    check_dashboard.py [--web-root DIRECTORY] [--screenshots DIRECTORY] [SCENARIO …]

Fails if an action does not work, or on an axe violation, sideways scrolling or a console message, which includes violations of
the Content-Security-Policy. Prints figures. Figures that a loaded machine could spoil are not judged.
"""

import argparse
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Tools"))

import below
import budget
import connection
import editing
import first_run
import keyboard
import live
import many
import narrow
import pages
import reset
import tabs
import viewer
from browser import launch
from playwright.sync_api import Error, sync_playwright
from stage import Stage
from statushawk import ROOT, NeverHappened

SCENARIOS = {
    "first-run": first_run.from_nothing_to_an_alert,
    "live": live.down_and_up,
    "tabs": tabs.eight_tabs,
    "tabs-without-workers": tabs.eight_tabs_of_which_one_leads,
    "reset": reset.password_by_mail,
    "narrow": narrow.long_texts,
    "viewer": viewer.sees_only_what_works,
    "keyboard": keyboard.without_a_mouse,
    "connection": connection.lost_and_regained,
    "many": many.thousand_monitors,
    "pages": pages.every_page,
    "editing": editing.together,
    "below": below.below_a_path,
    "budget": budget.first_page,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--web-root", type=pathlib.Path, help="serve the files of script/web build from this directory, instead of those in the executable")
    parser.add_argument("--screenshots", type=pathlib.Path, default=ROOT / ".build/pages")
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=", ".join(SCENARIOS))
    chosen = parser.parse_args()
    for name in chosen.scenarios:
        if name not in SCENARIOS:
            parser.error(f"unknown scenario: {name}")
    chosen.screenshots.mkdir(parents=True, exist_ok=True)
    failed = 0
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name in chosen.scenarios or SCENARIOS:
            started = time.monotonic()
            stage = Stage(name, browser, chosen.web_root, chosen.screenshots)
            try:
                SCENARIOS[name](stage)
            except (Error, NeverHappened, AssertionError) as failure:
                stage.faults.append(str(failure))
            failed += bool(stage.faults)
            for fault in stage.faults:
                print(f"dashboard: {name}: {fault}", file=sys.stderr)
            print(f"dashboard: {name}: {'failed' if stage.faults else 'ok'} in {time.monotonic() - started:.0f} s", flush=True)
        browser.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
