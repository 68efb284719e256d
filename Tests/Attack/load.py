"""Runs an attack in its own process, so that its clients and servers take no processor time from the measuring process."""

import dataclasses
import multiprocessing
import os
import resource
import signal
import threading
import time

from servers import Listener

# Makes the server trust the client addresses that requests state.
PROXY = {"STATUSHAWK_TRUSTED_PROXIES": "127.0.0.0/8"}
# Longer than any attack takes.
LIMIT = 600.0


@dataclasses.dataclass
class Report:
    """The number of attempts, and what went wrong, as sentences."""
    attempts: int = 0
    faults: list = dataclasses.field(default_factory=list)
    # Printed if nothing is wrong.
    note: str = ""

    def expect(self, holds, sentence):
        self.attempts += 1
        if not holds:
            self.faults.append(sentence)


@dataclasses.dataclass
class Scene:
    """What an attack receives: the URL of the installation, the attacker, and whether the run is short."""
    url: str
    attacker: object
    installation: object
    ports: dict
    is_short: bool

    def much(self, count, short):
        return short if self.is_short else count


class Running:
    """An attack in its own process. `begun()` waits until it is prepared, `report()` until it ends."""

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
    # A real attacker uses another machine. Here, the attack yields to the server.
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
        report = Report(0, [f"the attack raised an exception: {error!r}"])
    begin()
    connection.send(report)
    connection.close()


def paced(count, seconds):
    """Yields numbers evenly over the time. If it is late, it does not wait."""
    started = time.monotonic()
    for number in range(count):
        time.sleep(max(started + seconds * number / count - time.monotonic(), 0))
        yield number


def until(deadline):
    """Waits until an instant of `time.monotonic()`."""
    time.sleep(max(deadline - time.monotonic(), 0))


class Recorder(Listener):
    """A listener that keeps the head of every request and answers 200."""

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
    """`run(scene, begin, seconds)` prepares, calls `begin()`, attacks for about `seconds`, and returns a `Report`."""
    name: str
    run: object
    # The victim's figures that count: "checks", "alert", "api".
    judged: tuple = ("checks", "alert", "api")
    # Whether the short form includes it.
    is_short: bool = False
    # Settings of the installation: environment variables, whose values may contain a port of Tests/Tools/world.py, `descriptors`,
    # and `hosts`.
    settings: dict = dataclasses.field(default_factory=lambda: PROXY)
    # The attack causes no load, so the short form does not measure the victim during it.
    is_quiet: bool = False


@dataclasses.dataclass
class Alone:
    """An attack without a victim. `run(topology, ports)` starts what it needs and returns a `Report`."""
    name: str
    run: object
    is_short: bool = False
