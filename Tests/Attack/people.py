"""HTTP requests of arbitrary clients, and the accounts that send them."""

import dataclasses
import http.client
import json
import socket
import urllib.parse

from installation import PASSWORD


# Seconds in which a password is hashed, even by a debug build on a busy machine.
PATIENT = 120.0


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict
    body: bytes
    # All cookies that were set, as a browser sends them back.
    cookie: str = ""

    def json(self):
        return json.loads(self.body or b"null")

    def __str__(self):
        return f"{self.status} {self.body[:200].decode(errors='replace')}"


class NoAnswer(Exception):
    """The server closed the connection or did not respond in time."""


class Refused(Exception):
    """The server answered a legitimate request with an error."""


def ask(url, method, path, body=None, *, token=None, cookie=None, headers=None, timeout=None, is_read=True):
    """Sends one request on its own connection. `body`: bytes are sent unchanged, anything else as JSON. Without `is_read`, only
    the head is read."""
    timeout = timeout or (PATIENT if path.startswith("/api/v1/auth/") else 30.0)
    parts = urllib.parse.urlsplit(url)
    lines = {"Host": parts.netloc}
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    if data is not None:
        lines |= {"Content-Type": "application/json", "Content-Length": str(len(data))}
    if token:
        lines["Authorization"] = f"Bearer {token}"
    if cookie:
        lines |= {"Cookie": cookie, "Origin": url}
    lines |= headers or {}
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in lines.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(data)
        answer = connection.getresponse()
        cookie = "; ".join(line.split(";")[0] for line in answer.headers.get_all("Set-Cookie") or [])
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, headers, answer.read() if is_read else b"", cookie)
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(f"{method} {path}: {error!r}") from None
    finally:
        connection.close()


def raw_request(url, method, path, body=b"", *, token=None, headers=""):
    """Returns the bytes of a request, for clients that do not wait for the response."""
    authorization = f"Authorization: Bearer {token}\r\n" if token else ""
    content = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if method != "GET" else ""
    head = f"{method} {path} HTTP/1.1\r\nHost: {urllib.parse.urlsplit(url).netloc}\r\n{authorization}{content}{headers}\r\n"
    return head.encode() + body


def connect(url, timeout=5.0, source="127.0.0.1"):
    parts = urllib.parse.urlsplit(url)
    return socket.create_connection((parts.hostname, parts.port), timeout, (source, 0))


def hang_up_after(url, request):
    """Sends a request and closes the connection at once. Returns whether it could be sent."""
    try:
        with connect(url) as connection:
            connection.sendall(request)
            return True
    except OSError:
        return False


def sign_in(url, email, password=PASSWORD, **how):
    """Signs in and returns the cookies of the session."""
    answer = ask(url, "POST", "/api/v1/auth/login", {"email": email, "password": password}, **how)
    if answer.status != 200:
        raise Refused(f"signing in as {email}: {answer}")
    return answer.cookie


class Person:
    """A user, signed in with a `cookie` like a browser or a `token` like a program."""

    def __init__(self, url, email, cookie=None, token=None):
        self.url, self.email, self.cookie, self.token = url, email, cookie, token

    @classmethod
    def signed_in(cls, url, email):
        return cls(url, email, cookie=sign_in(url, email))

    def send(self, method, path, body=None, **how):
        credentials = {"token": self.token} if self.token else {"cookie": self.cookie}
        return ask(self.url, method, f"/api/v1/{path}", body, **(credentials | how))

    def get(self, path, **how):
        return self.require("GET", path, None, **how)

    def post(self, path, body=None, **how):
        return self.require("POST", path, body, **how)

    def require(self, method, path, body=None, **how):
        """Returns the response as JSON. Raises `Refused` unless it is a success."""
        answer = self.send(method, path, body, **how)
        if answer.status >= 300:
            raise Refused(f"{method} {path}: {answer}")
        return answer.json()

    def program(self, role):
        """Returns a program with a token of that role."""
        return Person(self.url, self.email, token=self.post("tokens", {"name": f"a {role}", "role": role})["token"])


class Tenant(Person):
    """The owner of an organization, with a token."""

    def __init__(self, installation, name):
        email = f"{name.lower()}@example.com"
        installation.create_user(email, name)
        super().__init__(installation.url, email, cookie=sign_in(installation.url, email))
        self.organization = name
        self.token = self.program("owner").token

    def every(self, path):
        """Returns all items of a list."""
        items, cursor = [], ""
        while True:
            page = self.get(f"{path}?limit=500{cursor}")
            items += page["items"]
            if not page["next_cursor"]:
                return items
            cursor = f"&cursor={urllib.parse.quote(page['next_cursor'])}"

    def clear(self):
        """Removes monitors and channels, so that the next attack starts without any."""
        for path in ("monitors", "channels"):
            for item in self.every(path):
                self.send("DELETE", f"{path}/{item['id']}")

    def try_to_make(self, count, path, body):
        """Creates up to `count` objects and stops at the first refusal: (made, refusal or None). `body(n)` is the n-th."""
        made = []
        for number in range(count):
            try:
                answer = self.send("POST", path, body(number), timeout=15)
            except NoAnswer as error:
                return made, Answer(0, {}, str(error).encode())
            if answer.status != 201:
                return made, answer
            made.append(answer.json())
        return made, None
