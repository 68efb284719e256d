"""For the matrix: valid requests for every operation, and objects that they may change or remove."""

import itertools
import json

from people import Person

NUMBERS = itertools.count(1)
HOOK = {"url": "http://127.0.0.1:1/"}
DRAFT = {"type": "tcp", "target": "127.0.0.1:1", "interval_seconds": 3600, "timeout_seconds": 1, "confirmations": 0, "channel_ids": []}
INSTANT = "2026-01-01T00:00:00.000Z"

# Statuses other than success that show that the caller was authorized.
ACCEPTED = {
    ("GET", "/api/v1/monitors/{id}/failures/{scheduled_at}"): {404},  # there was no failure at that time
    ("GET", "/api/v1/monitors/{id}/certificate"): {404},  # no certificate was seen
    ("POST", "/api/v1/invitations/accept"): {403, 404, 409, 422},  # the invitation does not exist
    ("DELETE", "/api/v1/auth/sessions/{id}"): {204, 404},
}
# These operations end access that other calls need, or require a slow sign-in.
BY_A_VIEWER = {("POST", "/api/v1/auth/logout"), ("DELETE", "/api/v1/auth/tokens")}


def is_of_persons(template):
    """Returns whether the operation is for signed-in users, which no token can call."""
    return template.startswith("/api/v1/auth/") or template == "/api/v1/invitations/accept"


def of(method, template):
    """Returns the body as JSON. None if there is none."""
    value = BODIES.get((method, template))
    if callable(value):
        value = value()
    return None if value is None else json.dumps(value).encode()


BODIES = {
    ("POST", "/api/v1/auth/signup"): {"email": "nobody@example.com", "password": "short", "name": "Nobody"},
    ("POST", "/api/v1/auth/signup/confirmation"): {"email": "nobody@example.com"},
    ("POST", "/api/v1/auth/signup/confirmation/verify"): {"confirmation": "none"},
    ("POST", "/api/v1/auth/password-reset"): {"email": "nobody@example.com"},
    ("POST", "/api/v1/auth/password-reset/verify"): {"reset": "none"},
    ("POST", "/api/v1/auth/password-reset/confirm"): {"reset": "none", "password": "correct horse battery"},
    ("POST", "/api/v1/invitations/verify"): {"token": "none"},
    ("POST", "/api/v1/auth/login"): {"email": "nobody", "password": ""},
    ("PATCH", "/api/v1/auth/me"): {"name": "Somebody"},
    ("POST", "/api/v1/invitations/accept"): {"token": "none"},
    ("PATCH", "/api/v1/organization"): {"name": "Alice"},
    ("PATCH", "/api/v1/members/{user_id}"): {"role": "viewer"},
    ("POST", "/api/v1/invitations"): lambda: {"email": f"guest-{next(NUMBERS)}@example.com", "role": "viewer"},
    ("POST", "/api/v1/tokens"): {"name": "another", "role": "viewer"},
    ("POST", "/api/v1/monitors"): DRAFT,
    ("POST", "/api/v1/monitors/test"): DRAFT,
    ("PATCH", "/api/v1/monitors/{id}"): {"name": "Another"},
    ("POST", "/api/v1/channels"): {"type": "webhook", "is_default": False, "config": HOOK},
    ("PATCH", "/api/v1/channels/{id}"): {"name": "Another"},
    ("POST", "/api/v1/incidents"): {"title": "Another"},
    ("PATCH", "/api/v1/incidents/{id}"): {"title": "Another"},
    ("POST", "/api/v1/incidents/{id}/updates"): {"message": "Another"},
    ("POST", "/api/v1/status-pages"): lambda: {"slug": f"page-{next(NUMBERS)}", "title": "Another"},
    ("PATCH", "/api/v1/status-pages/{id}"): {"title": "Another"},
}


class Objects:
    """The objects of an organization, created again for every call that could remove them."""

    def __init__(self, owner, guest):
        """`guest`: a user of another organization, who joins and is removed again."""
        self.owner, self.guest = owner, guest
        self.guest_id = Person(guest.url, guest.email, cookie=guest.cookie).get("auth/me")["user"]["id"]

    def make(self, kind):
        number = next(NUMBERS)
        if kind == "members":
            return self.member()
        body = {
            "monitors": DRAFT, "channels": {"type": "webhook", "is_default": False, "config": HOOK}, "incidents": {"title": "One"},
            "status-pages": {"slug": f"page-{number}", "title": "One"}, "tokens": {"name": "one", "role": "viewer"},
            "invitations": {"email": f"guest-{number}@example.com", "role": "viewer"},
        }[kind]
        return self.owner.post(kind, body)["id"]

    def member(self):
        """Returns the guest as a member, who joins by invitation if necessary."""
        if all(member["user_id"] != self.guest_id for member in self.owner.every("members")):
            made = self.owner.post("invitations", {"email": self.guest.email, "role": "viewer"})
            guest = Person(self.guest.url, self.guest.email, cookie=self.guest.cookie)
            guest.post("invitations/accept", {"token": made["url"].rsplit("/", 1)[1]})
        return self.guest_id

    def path(self, method, template, caller):
        """Returns the path for a template: with a new object of this organization, or the caller's own session."""
        if template.startswith("/api/v1/auth/sessions/"):
            sessions = Person(caller.url, caller.email, cookie=caller.cookie).get("auth/sessions")["items"]
            others = [item["id"] for item in sessions if not item["current"]]
            return template.replace("{id}", str(others[0] if others else 999_999))
        kind = template.removeprefix("/api/v1/").split("/")[0]
        for name, value in {
            "{user_id}": lambda: self.make("members"), "{id}": lambda: self.make(kind), "{scheduled_at}": lambda: INSTANT,
            "{uuid}": lambda: "00000000-0000-4000-8000-000000000000", "{signal}": lambda: "start", "{slug}": lambda: "none",
            "{token}": lambda: "none",
        }.items():
            if name in template:
                template = template.replace(name, str(value()))
        return template + ("?target=127.0.0.1" if template == "/probe" else "")


def foreign(objects):
    """Returns requests of another tenant that refer to this one's objects outside the path."""
    monitor, channel, incident = (objects.make(kind) for kind in ("monitors", "channels", "incidents"))
    page = {"slug": f"page-{next(NUMBERS)}", "title": "Stolen"}
    component = [{"name": "All", "components": [{"name": "One", "monitor_id": monitor}]}]
    return [
        ("POST", "monitors", DRAFT | {"channel_ids": [channel]}),
        ("POST", "monitors", DRAFT | {"depends_on": [monitor]}),
        ("POST", "incidents", {"title": "Stolen", "monitor_ids": [monitor]}),
        ("POST", "status-pages", page | {"sections": component}),
        ("GET", f"incidents?monitor_id={monitor}", None),
        ("GET", f"deliveries?channel_id={channel}", None),
        ("GET", f"deliveries?incident_id={incident}", None),
    ]
