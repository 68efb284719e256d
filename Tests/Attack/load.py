"""An attack's own process: clients and hostile servers that take no processor time from the process that measures."""

import dataclasses
import multiprocessing
import os
import resource
import signal
import threading
import time

from servers import Listener

# Clients may say which network they come from.
PROXY = {"STATUSHAWK_TRUSTED_PROXIES": "127.0.0.0/8"}
# Longer than any attack takes.
LIMIT = 600.0


@dataclasses.dataclass
class Report:
    """How often something was tried, and what should not have happened, as sentences."""
    attempts: int = 0
    faults: list = dataclasses.field(default_factory=list)
    # What is worth telling where nothing is wrong.
    note: str = ""

    def expect(self, holds, sentence):
        self.attempts += 1
        if not holds:
            self.faults.append(sentence)


@dataclasses.dataclass
class Scene:
    """What an attack is given: the installation's URL, the attacker, and how much of it is wanted."""
    url: str
    attacker: object
    installation: object
    ports: dict
    is_short: bool

    def much(self, count, short):
        return short if self.is_short else count


class Running:
    """An attack that runs in a process of its own. `begun()` waits until it has made ready; `report()` until it ends."""

    def __init__(self, attack, scene, seconds):
        self.here, there = multiprocessing.Pipe()
        self.process = multiprocessing.get_context("fork").Process(target=perform, args=(there, attack, scene, seconds))
        self.process.start()
        there.close()

    def begun(self):
        self.told = self.receive()
        return self

    def report(self):
        try:
            return self.told if isinstance(self.told, Report) else self.receive()
        finally:
            self.process.kill()
            self.process.join()

    def receive(self):
        try:
            return self.here.recv() if self.here.poll(LIMIT) else Report(0, [f"the attack took more than {LIMIT:.0f} s"])
        except EOFError:
            return Report(0, ["the attack's process ended without a report"])


def perform(connection, attack, scene, seconds):
    # An attacker has a machine of their own: here it runs when the server needs nothing.
    os.nice(10)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    begun = threading.Event()

    def begin():
        if not begun.is_set():
            begun.set()
            connection.send("begun")

    try:
        report = attack(scene, begin, seconds)
    except Exception as error:
        report = Report(0, [f"the attack broke off: {error!r}"])
    begin()
    connection.send(report)
    connection.close()


def paced(count, seconds):
    """Counts, spread evenly over the time; what is late follows at once."""
    started = time.monotonic()
    for number in range(count):
        time.sleep(max(started + seconds * number / count - time.monotonic(), 0))
        yield number


def until(deadline):
    """Waits for an instant of `time.monotonic()`."""
    time.sleep(max(deadline - time.monotonic(), 0))


class Recorder(Listener):
    """A listener that keeps the head of every request, and answers 200."""

    def __init__(self, answer=b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok", **how):
        self.heads, self.answer = [], answer
        super().__init__(self.keep, **how)

    def keep(self, connection):
        text = b""
        while b"\r\n\r\n" not in text:
            part = connection.recv(65_536)
            if not part:
                return
            text += part
        self.heads.append(text.decode("latin-1"))
        connection.sendall(self.answer)


@dataclasses.dataclass
class Attack:
    """`run(scene, begin, seconds)` makes ready, calls `begin()`, attacks for about `seconds`, and returns a `Report`."""
    name: str
    run: object
    # Which of the victim's figures count: "checks", "alert", "api".
    judged: tuple = ("checks", "alert", "api")
    # Part of the short form.
    is_short: bool = False
    # Of the installation: an environment, whose values may name a port of Tests/Tools/world.py, `descriptors`, and `hosts`.
    settings: dict = dataclasses.field(default_factory=lambda: PROXY)
    # It is no load, so that the short form does not measure the victim beside it.
    is_quiet: bool = False


@dataclasses.dataclass
class Alone:
    """An attack without a victim: `run(topology, ports)` starts what it needs and returns a `Report`."""
    name: str
    run: object
    is_short: bool = False
