"""Misbehaving servers. Each listens on its own port and does the same to every connection."""

import contextlib
import gzip
import itertools
import random
import socket
import ssl
import struct
import threading
import time

HOST = "127.0.0.1"
LONGEST = 30.0


class Listener:
    """Accepts connections on a free port and runs `behave(connection)` in a thread for each."""

    def __init__(self, behave, host=HOST, port=0, tls=None, backlog=128):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        self.socket.bind((host, port))
        self.port = self.socket.getsockname()[1]
        self.behave, self.tls = behave, tls
        self.socket.listen(backlog)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=[connection], daemon=True).start()

    def serve(self, connection):
        connection.settimeout(LONGEST)
        # A check that has its answer closes the connection, so further sends fail.
        with contextlib.suppress(OSError, ssl.SSLError, ValueError), connection:
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            self.behave(connection)

    def close(self):
        self.socket.close()


#: Bound sockets that never listen, so that no other program gets their ports.
RESERVED = []


def closed_port():
    """Returns a port on which no program listens, now or later."""
    taken = socket.socket()
    taken.bind((HOST, 0))
    RESERVED.append(taken)
    return taken.getsockname()[1]


def listener_of_one_family(behave):
    """Listens on ::1 alone. No program listens at the same port of 127.0.0.1, now or later."""
    while True:
        with contextlib.suppress(OSError):
            return Listener(behave, host="::1", port=closed_port())


class BlackHole:
    """A port whose queue is full: connections are neither accepted nor refused."""

    def __init__(self):
        self.socket = socket.socket()
        self.socket.bind((HOST, 0))
        self.socket.listen(0)
        self.port = self.socket.getsockname()[1]
        self.fillers = []
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex((HOST, self.port))
            self.fillers.append(filler)


# Behaviours of a server. Each is a function of the connection.


def request(connection):
    """Reads until the end of a request's head."""
    text = b""
    while b"\r\n\r\n" not in text:
        part = connection.recv(65_536)
        if not part:
            break
        text += part
    return text


def hold(connection):
    """Sends nothing until the client closes the connection."""
    while connection.recv(65_536):
        pass


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def close(connection):
    pass


def first(*then):
    """Reads a request and then runs each step."""

    def behave(connection):
        request(connection)
        for step in then:
            step(connection)

    return behave


def at_once(*steps):
    def behave(connection):
        for step in steps:
            step(connection)

    return behave


def say(text):
    text = text.encode("latin-1") if isinstance(text, str) else text
    return lambda connection: connection.sendall(text)


def drip(text, every=0.05):
    """Sends one byte at a time without end: the text, and then its last byte repeatedly."""

    def behave(connection):
        text_bytes = text.encode()
        for byte in itertools.chain(text_bytes, itertools.repeat(text_bytes[-1])):
            connection.sendall(bytes([byte]))
            time.sleep(every)

    return behave


def repeat(text, every=0.05):
    """Sends the whole text repeatedly without end."""

    def behave(connection):
        while True:
            connection.sendall(text.encode())
            time.sleep(every)

    return behave


def flood(part, most=64 * 1024 * 1024):
    """Sends the same part repeatedly, until the client closes the connection or far too much was sent."""

    def behave(connection):
        block = part.encode("latin-1") if isinstance(part, str) else part
        block *= max(1, 16_384 // len(block))
        for _ in range(most // len(block)):
            connection.sendall(block)

    return behave


def answer(body="ok", status="200 OK", headers=""):
    body = body.encode() if isinstance(body, str) else body
    return say(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body)


def redirect(location):
    return answer("", "302 Found", f"Location: {location}\r\n")


def redirect_deeper(connection):
    path = request(connection).split(b" ")[1].decode()
    redirect(path + "x")(connection)


def bomb():
    """Returns 64 MiB of zeros, compressed."""
    return gzip.compress(bytes(64 * 1024 * 1024), compresslevel=9)


def frame(kind, stream=0, payload=b"", flags=0):
    """Returns a frame of HTTP/2 (RFC 9113, section 4.1)."""
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def context(identity=None, *, versions=None, weak=False, demands=None, protocols=None):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if weak or versions:
        made.set_ciphers("ALL:@SECLEVEL=0")
    if versions:
        made.minimum_version, made.maximum_version = versions
    if identity:
        made.load_cert_chain(identity.chain, identity.key)
    if demands:
        made.verify_mode = ssl.CERT_REQUIRED
        made.load_verify_locations(demands)
    if protocols:
        made.set_alpn_protocols(protocols)
    return made


class NameServer:
    """Answers DNS queries over UDP and TCP by `behave(query, is_tcp)`, which returns messages to send."""

    def __init__(self, behave):
        self.behave = behave
        while True:
            self.stream = Listener(self.serve)
            self.datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            try:
                self.datagrams.bind((HOST, self.stream.port))
                break
            except OSError:
                self.stream.close()
        self.port = self.stream.port
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            query, client = self.datagrams.recvfrom(4_096)
            for message in self.behave(query, False):
                self.datagrams.sendto(message, client)

    def serve(self, connection):
        while True:
            size = connection.recv(2)
            if len(size) < 2:
                return
            query = connection.recv(struct.unpack(">H", size)[0])
            for message in self.behave(query, True):
                connection.sendall(struct.pack(">H", len(message)) + message)


def dns(query, *, code=0, answers=b"", count=0, truncated=False, identifier=None):
    """Returns a response to a query, with encoded records."""
    end = query.index(b"\0", 12) + 5
    flags = 0x8180 | code | (0x0200 if truncated else 0)
    identifier = struct.unpack(">H", query[:2])[0] if identifier is None else identifier
    return struct.pack(">HHHHHH", identifier, flags, 1, count, 0, 0) + query[12:end] + answers


def record(kind, data, name=b"\xc0\x0c", ttl=60):
    return name + struct.pack(">HHIH", kind, 1, ttl, len(data)) + data


def garbage(size):
    return random.Random(7).randbytes(size)
