"""Targets that send endless data outside the body. Each check must read a limited number of bytes."""

import contextlib
import socket

import servers as s
from load import Attack, Report
from statushawk import NeverHappened, eventually

# The maximum that one check may read, in addition to what socket buffers hold.
MOST_BYTES = 4 * 1024 * 1024
SOCKETS = 1024 * 1024
HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
KINDS = {
    "one chunk extension": (CHUNKED + b"1;", b"x=y;"),
    "chunks with extensions": (CHUNKED, b"1;" + b"x" * 1_000 + b"\r\na\r\n"),
    "trailers": (CHUNKED + b"0\r\n", b"A: b\r\n"),
    "answers 103": (b"", b"HTTP/1.1 103 Early Hints\r\nLink: <" + b"x" * 500 + b">\r\n\r\n"),
    "answers 100": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "line ends before an answer": (b"", b"\r\n"),
    "headers": (HEAD, b"A: b\r\n"),
    "one header": (HEAD + b"A: ", b"b"),
    "spaces in a chunk's size": (CHUNKED + b"1", b" "),
    "zeros in a chunk's size": (CHUNKED, b"0"),
}


class Flood:
    """Sends a start and then repeats a part. Counts the bytes sent on each connection."""

    def __init__(self, start, part):
        self.start, self.block = start, part * max(1, 16_384 // len(part))
        self.taken = []
        self.listener = s.Listener(self.serve)
        self.port = self.listener.port

    def serve(self, connection):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)
        s.request(connection)
        index = len(self.taken)
        self.taken.append(0)
        with contextlib.suppress(OSError):
            connection.sendall(self.start)
            while self.taken[index] < 64 * 1024 * 1024:
                self.taken[index] += connection.send(self.block)


def flood(scene, begin, seconds):
    """Creates a monitor of each kind, which is checked at once."""
    begin()
    report, targets, monitors = Report(), {}, {}
    for name, (start, part) in KINDS.items():
        targets[name] = Flood(start, part)
        made = scene.attacker.post("monitors", {
            "type": "http", "target": f"http://127.0.0.1:{targets[name].port}/", "interval_seconds": 3600, "timeout_seconds": 3,
            "confirmations": 0, "channel_ids": [],
            "settings": {"assertions": [{"source": "body", "operator": "contains", "value": "ok"}]}})
        monitors[name] = made["id"]
    most = 0
    for name, target in targets.items():
        result = result_of(scene, monitors[name])
        taken = max(target.taken, default=0)
        most = max(most, taken)
        reason = result["reason"] if result else "none within 30 s"
        report.expect(target.taken, f"{name}: the target received no request")
        report.expect(taken < MOST_BYTES + SOCKETS, f"{name}: {taken / 2**20:.1f} MiB were read, and the reason is {reason}")
        report.expect(reason in ("too_large", "timeout", "protocol"), f"{name}: the reason is {reason}")
    report.note = f"at most {most / 2**20:.1f} MiB of a check"
    return report


def result_of(scene, monitor):
    with contextlib.suppress(NeverHappened):
        return eventually(
            "a result", lambda: scene.attacker.get(f"monitors/{monitor}/results?limit=1")["items"], within=30, every=0.2)[0]
    return None


ATTACKS = [Attack("endless: chunk extensions, interim answers, line ends, headers", flood, is_short=True)]
