"""What a scenario receives: servers, users with browsers, and an output for its figures."""

import contextlib

from dashboard import Person
from statushawk import Server


class Stage:
    def __init__(self, name, browser, web_root, screenshots):
        self.name = name
        self.browser = browser
        self.arguments = ["--web-root", str(web_root.resolve())] if web_root else []
        self.screenshots = screenshots
        self.faults = []

    def server(self, **options):
        return Server(arguments=self.arguments, **options)

    @contextlib.contextmanager
    def person(self, server, storage=None):
        """Yields a user on the sign-in page, or signed in by `storage` of an earlier session. A failure leaves a screenshot."""
        person = Person(self.browser, server.url, storage)
        try:
            with person:
                try:
                    yield person
                except BaseException:
                    person.page.screenshot(path=self.screenshots / f"failed-{self.name}.png")
                    raise
        finally:
            self.faults += person.faults

    def say(self, figure):
        print(f"dashboard: {figure}", flush=True)
