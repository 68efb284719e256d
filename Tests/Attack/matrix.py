"""matrix.py: calls every operation of docs/openapi.yaml without credentials, as each role by session and token, and as another
tenant.

The table in roles.py says who may call what. An operation without a row is an error, and so is a row without an operation.
"""

import concurrent.futures
import pathlib
import sys
import time

sys.dont_write_bytecode = True
TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / name) for name in ("Tools", "Drill", "Hostile")]

import yaml  # noqa: E402

import bodies  # noqa: E402
from bodies import Objects  # noqa: E402
from installation import PASSWORD, Installation, OneProcess  # noqa: E402
from people import Person, Tenant, ask, sign_in  # noqa: E402
from roles import ROLES, table  # noqa: E402
from statushawk import ROOT  # noqa: E402

METHODS = ("get", "post", "put", "patch", "delete")


def operations():
    """Returns {(method, path)} of the document."""
    document = yaml.safe_load((ROOT / "docs/openapi.yaml").read_text())
    return {(method.upper(), path) for path, item in document["paths"].items() for method in METHODS if method in item}


def differences(rows):
    """Returns operations without a row, and rows without an operation."""
    described = operations()
    found = [f"{method} {path} has no row in roles.py" for method, path in sorted(described - set(rows))]
    return found + [f"{method} {path} of roles.py is not in docs/openapi.yaml" for method, path in sorted(set(rows) - described)]


class Matrix:
    def __init__(self, installation):
        self.url, self.rows, self.faults, self.calls = installation.url, table(), [], 0
        # Password hashing is slow, so all run at once.
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            self.owner, self.stranger, guest = pool.map(lambda name: Tenant(installation, name), ["Alice", "Charlie", "Bob"])
            self.people = dict(zip(ROLES, [*pool.map(self.invited, ROLES[:-1]), self.owner]))
        self.programs = {role: self.owner.program(role) for role in ROLES}
        self.objects = Objects(self.owner, guest)

    def invited(self, role):
        """Returns a new member of Alice's organization, who signs up with an invitation."""
        link = self.owner.post("invitations", {"email": f"{role}@example.com", "role": role})["url"]
        body = {"email": f"{role}@example.com", "password": PASSWORD, "name": role, "invitation": link.rsplit("/", 1)[1]}
        answer = ask(self.url, "POST", "/api/v1/auth/signup", body)
        return Person(self.url, body["email"], cookie=answer.cookie)

    def call(self, method, template, path, **who):
        self.calls += 1
        # Reads only the head, because some responses are endless.
        return ask(self.url, method, path, bodies.of(method, template), is_read=False, **who).status

    def expect(self, holds, sentence):
        if not holds:
            self.faults.append(sentence)

    def run(self):
        self.faults += differences(self.rows)
        for (method, template), least in self.rows.items():
            if (method, template) in operations():
                self.anonymous(method, template, least)
                if least != "anyone":
                    self.members(method, template, least)
        named = [
            (method, template, self.objects.path(method, template, self.owner))
            for method, template in self.rows if "/api/v1/" in template and "{" in template]
        requests = bodies.foreign(self.objects)
        before = self.everything()
        for method, template, path in named:
            self.other_tenant(method, template, path)
        self.foreign_values(requests)
        self.expect(before == self.everything(), "another tenant changed something")

    def anonymous(self, method, template, least):
        got = self.call(method, template, self.objects.path(method, template, self.owner))
        may = got < 500 and (got != 401 or template.endswith("/login"))
        expected = may if least == "anyone" else got == 401
        self.expect(expected, f"{method} {template} without credentials: {got}")
        if least != "anyone":
            for name, who in (("a wrong token", {"token": "shk_wrong"}), ("a wrong session", {"cookie": "statushawk_session=wrong"})):
                got = self.call(method, template, self.objects.path(method, template, self.owner), **who)
                self.expect(got == 401, f"{method} {template} by {name}: {got}")

    def members(self, method, template, least):
        for role in ROLES:
            person = self.people[role]
            may = least == "person" or ROLES.index(role) >= ROLES.index(least)
            if (method, template) in bodies.BY_A_VIEWER and role != "viewer":
                continue
            cookie = sign_in(self.url, person.email) if template.endswith("/logout") else person.cookie
            got = self.call(method, template, self.objects.path(method, template, person), cookie=cookie)
            self.judge(method, template, f"{role} with a session", may, got)
            got = self.call(method, template, self.objects.path(method, template, person), token=self.programs[role].token)
            self.judge(method, template, f"{role} with a token", may and least != "person", got)

    def judge(self, method, template, who, may, got):
        if may:
            allowed = bodies.ACCEPTED.get((method, template), range(200, 300))
            # Too many requests of a kind are refused only after authorization.
            self.expect(got in allowed or got == 429, f"{method} {template} by {who}: {got}, expected a success")
        else:
            self.expect(got == 403 or (got == 401 and bodies.is_of_persons(template)), f"{method} {template} by {who}: {got}, expected 403")

    def other_tenant(self, method, template, path):
        """The stranger owns another organization and refers to objects of Alice's."""
        for who, credentials in (("session", {"cookie": self.stranger.cookie}), ("token", {"token": self.stranger.token})):
            got = self.call(method, template, path, **credentials)
            # A token has no sessions of its own.
            expected = {401, 403, 404} if bodies.is_of_persons(template) else {404}
            self.expect(got in expected, f"{method} {template} of another tenant by {who}: {got}, expected 404")

    def foreign_values(self, requests):
        """Sends another tenant's IDs in queries, bodies and headers."""
        for method, path, body in requests:
            self.calls += 1
            got = self.stranger.send(method, path, body)
            empty = method == "GET" and got.status == 200 and not got.json()["items"]
            self.expect(empty or got.status in (400, 403, 404, 409, 422), f"{method} {path} {body} of another tenant: {got}")
        alice = self.owner.get("organization")["id"]
        for headers, query in (({"X-Organization": str(alice)}, ""), ({}, f"?organization={alice}")):
            for credentials in ({"token": self.stranger.token, "cookie": None}, {"token": None, "cookie": self.stranger.cookie}):
                self.calls += 1
                got = self.stranger.send("GET", f"monitors{query}", headers=headers, **credentials)
                self.expect(got.status in (403, 404), f"GET monitors{query} {headers} of another tenant: {got}")

    def everything(self):
        """Returns the data that another tenant must not change, without fields that change by themselves."""
        moving = {"last_checked_at", "last_latency_ms", "status", "status_since", "last_used_at", "last_error", "updates"}
        lists = ("monitors", "channels", "status-pages", "tokens", "invitations", "members")
        return {
            path: [{name: value for name, value in item.items() if name not in moving} for item in self.owner.every(path)]
            for path in lists} | {"organization": self.owner.get("organization")}


def main():
    started = time.monotonic()
    with Installation(OneProcess) as installation:
        matrix = Matrix(installation)
        matrix.run()
    for fault in matrix.faults:
        print(f"    WRONG {fault}")
    print(f"matrix: {len(matrix.rows)} operations, {matrix.calls} calls, {len(matrix.faults)} wrong, in {time.monotonic() - started:.0f} s")
    return 1 if matrix.faults else 0


if __name__ == "__main__":
    sys.exit(main())
