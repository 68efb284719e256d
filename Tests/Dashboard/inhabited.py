"""A server in use: monitors in several states, channels that work and one that fails, incidents, and a status page."""

import contextlib

from statushawk import Owner, eventually, outside_world


EMAIL = "olivia@example.com"


class Place:
    def __init__(self, server, ports, control):
        self.server = server
        self.ports = ports
        self.control = control
        self.owner = Owner(server)
        self.monitors = {}

    @property
    def session(self):
        """The owner's session, for a browser that is signed in already."""
        cookies = [
            {"name": cookie.name, "value": cookie.value, "domain": "127.0.0.1", "path": "/", "httpOnly": True, "sameSite": "Lax"}
            for cookie in self.owner.cookies]
        remembered = [{"name": "statushawk.session", "value": "yes"}]
        return {"cookies": cookies, "origins": [{"origin": self.server.url, "localStorage": remembered}]}

    def watch(self, name, kind, target, **more):
        self.monitors[name] = self.owner.post("monitors", {
            "name": name, "type": kind, "target": target, "interval_seconds": 1, "confirmations": 0, "tags": ["prod"]} | more)["id"]

    def status(self, name):
        return self.owner.get(f"monitors/{self.monitors[name]}")["status"]

    def becomes(self, name, status):
        eventually(f"{name} is {status}", lambda: self.status(name) == status)

    def settle_in(self):
        ports, post = self.ports, self.owner.post
        # Closes the port of the TCP target.
        self.control("set", {"tcp": "refuse"})
        self.channels(post, ports)
        self.watch("Shop", "http", f"http://127.0.0.1:{ports['http']}/shop", tags=["prod", "web"])
        self.watch("Payments, as people name things at length", "tcp", f"127.0.0.1:{ports['webhook']}")
        self.watch("Mail relay", "tcp", f"127.0.0.1:{ports['mail']}", interval_seconds=5)
        self.watch("Database", "tcp", f"127.0.0.1:{ports['tcp']}", interval_seconds=5)
        self.watch("Old intranet", "tcp", f"127.0.0.1:{ports['mail']}", tags=[])
        self.owner.send("POST", f"monitors/{self.monitors['Old intranet']}/pause")
        self.incidents(post)
        components = [{"name": name, "monitor_id": self.monitors[name]} for name in ("Shop", "Database")]
        post("status-pages", {
            "slug": "acme", "title": "Acme's status", "published": True, "sections": [{"name": "Services", "components": components}]})
        post("tokens", {"name": "Deployments", "role": "editor"})
        post("invitations", {"email": "grace@example.com", "role": "editor"})

    def channels(self, post, ports):
        post("channels", {
            "name": "Operations room", "type": "webhook",
            "config": {"url": f"http://127.0.0.1:{ports['webhook']}/room", "secret": "a long enough secret"}})
        post("channels", {
            "name": "On-call", "type": "email", "is_default": False,
            "config": {"to": ["ada@example.com", "grace@example.com"], "smtp_url": f"smtp://127.0.0.1:{ports['mail']}"}})
        pager = post("channels", {
            "name": "Old pager", "type": "webhook", "is_default": False, "config": {"url": f"http://127.0.0.1:{ports['tcp']}/"}})
        self.owner.send("POST", f"channels/{pager['id']}/test")

    def incidents(self, post):
        """Creates a resolved incident of Shop, and an open one of Database with an update."""
        self.becomes("Shop", "up")
        # Fails the next request to the HTTP target, which comes from Shop only.
        self.control("blip", {})
        eventually("an incident is over", lambda: self.owner.get("incidents?open=false")["items"])
        self.becomes("Database", "down")
        incident = self.owner.get("incidents?open=true")["items"][0]
        self.owner.send("POST", f"incidents/{incident['id']}/acknowledge")
        post(f"incidents/{incident['id']}/updates", {
            "status": "identified", "message": "A disk is full. It is being replaced.", "public": True})


@contextlib.contextmanager
def inhabited(stage, **options):
    with outside_world() as (ports, control), stage.server(**options) as server:
        place = Place(server, ports, control)
        place.settle_in()
        yield place
