"""Holds connections open and sends endless requests to a process with few descriptors."""

import contextlib
import errno
import socket
import time

from load import Attack, Report
from people import ask, connect, raw_request

FEW = {"descriptors": 256}
# The victim's requests use another address.
SOURCE = "127.0.0.2"
# The memory that slow readers may cost.
MOST_GROWTH = 128 * 1024 * 1024


def open_many(scene, count, greeting=b""):
    """Opens up to `count` connections and sends the greeting on each."""
    found = []
    for _ in range(count):
        with contextlib.suppress(OSError):
            connection = connect(scene.url, timeout=0.05, source=SOURCE)
            if greeting:
                connection.sendall(greeting)
            connection.setblocking(False)
            found.append(connection)
    return found


def closed(connection):
    """Returns whether the server closed the connection."""
    try:
        while True:
            if not connection.recv(65_536):
                return True
    except OSError as error:
        return error.errno not in (errno.EAGAIN, errno.EWOULDBLOCK)


def hold(scene, begin, seconds, count, greeting, drip=b""):
    """Holds connections, each of which sends a little more twice a second, and then closes them."""
    begin()
    end = time.monotonic() + seconds
    connections = open_many(scene, count, greeting)
    report = Report(count)
    while time.monotonic() < end:
        time.sleep(0.5)
        for connection in connections if drip else ():
            with contextlib.suppress(OSError):
                connection.send(drip)
    shut = sum(map(closed, connections))
    for connection in connections:
        connection.close()
    report.note = f"{len(connections)} connections, {shut} of them ended by the server"
    return report


def idle(scene, begin, seconds):
    return hold(scene, begin, seconds, 1_200, b"")


def slow_headers(scene, begin, seconds):
    host = scene.url.removeprefix("http://")
    return hold(scene, begin, seconds, 300, f"GET / HTTP/1.1\r\nHost: {host}\r\n".encode(), b"A: b\r\n")


def heartbeat(scene):
    made = scene.attacker.post("monitors", {
        "type": "heartbeat", "name": "Backup", "interval_seconds": 3600, "timeout_seconds": 60, "channel_ids": []})
    return made["ping_url"].split("/ping/")[1]


def slow_bodies(scene, begin, seconds):
    """Sends endless bodies: of a ping, which needs no account, and of a sign-in."""
    host = scene.url.removeprefix("http://")
    head = "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    ping = f"/ping/{heartbeat(scene)}"
    begin()
    reports = [
        hold(scene, begin, seconds / 2, 200, head.format(path=path, host=host).encode(), b"1\r\nx\r\n")
        for path in (ping, "/api/v1/auth/login")]
    report = Report(sum(part.attempts for part in reports), note="; ".join(part.note for part in reports))
    for path in (ping, "/api/v1/auth/login", "/api/v1/monitors"):
        taken = push(scene, head.format(path=path, host=host).encode())
        report.expect(taken < 8 * 2**20, f"{path} read {taken / 2**20:.0f} MiB of a body without end")
    return report


def push(scene, head, most=32 * 2**20):
    """Returns how many bytes of an endless body were read within a few seconds."""
    block, taken = b"4000\r\n" + b"x" * 0x4000 + b"\r\n", 0
    with contextlib.suppress(OSError), connect(scene.url, timeout=2) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)
        connection.sendall(head)
        end = time.monotonic() + 5
        while taken < most and time.monotonic() < end:
            taken += connection.send(block)
    return taken


def slow_readers(scene, begin, seconds):
    """Sends many pipelined requests on each connection and never reads the responses."""
    asked = raw_request(scene.url, "GET", "/api/v1/openapi.yaml", headers="Accept-Encoding: identity\r\n") * 100
    before = scene.installation.resident_bytes()
    begin()
    end, connections = time.monotonic() + seconds, []
    for _ in range(60):
        with contextlib.suppress(OSError):
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            connection.settimeout(0.5)
            host, port = scene.url.removeprefix("http://").split(":")
            connection.bind((SOURCE, 0))
            connection.connect((host, int(port)))
            connection.setblocking(False)
            connection.send(asked)
            connections.append(connection)
    most = 0
    while time.monotonic() < end:
        most = max(most, scene.installation.resident_bytes() - before)
        time.sleep(0.2)
    for connection in connections:
        connection.close()
    report = Report(len(connections) * 100, note=f"{most / 2**20:.0f} MiB more memory")
    report.expect(most < MOST_GROWTH, f"{len(connections)} slow readers cost {most / 2**20:.0f} MiB")
    return report


def afterwards(attack):
    """Returns an attack that then checks whether an honest client gets a response soon."""

    def run(scene, begin, seconds):
        report = attack(scene, begin, seconds)
        end = time.monotonic() + 10
        while time.monotonic() < end:
            with contextlib.suppress(Exception):  # no answer yet
                if ask(scene.url, "GET", "/api/v1/setup", timeout=2).status == 200:
                    return report
            time.sleep(0.2)
        report.faults.append("no request is answered 10 s after the attack")
        return report

    return run


ATTACKS = [
    Attack("descriptors: 1,200 idle connections", afterwards(idle), is_short=True, settings=FEW),
    Attack("descriptors: slow headers", afterwards(slow_headers), settings=FEW),
    Attack("descriptors: endless bodies", afterwards(slow_bodies), settings=FEW),
    Attack("descriptors: slow readers", afterwards(slow_readers), settings=FEW),
]
