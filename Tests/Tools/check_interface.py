"""Sends generated requests, valid and invalid, to every operation of docs/openapi.yaml, individually and in sequences.

Fails on 5xx, undocumented responses and methods, accepted invalid requests, and objects that exist after their removal. Fails on
refused valid requests, except those that interface_hooks.py lists.

Requests and time are limited, and the run is seeded. It runs in its own network namespace with loopback only, so that no
generated target or webhook reaches another host. If the system allows no namespace, operations that connect to targets are
skipped, with a note.
"""

import ctypes
import fcntl
import os
import pathlib
import socket
import struct
import subprocess
import sys

from statushawk import ROOT, Owner, Server, outside_world

EXAMPLES = 12
MOST_SECONDS = 900
SEED = "20260101"

# These would end the caller's own access, or never end. The API's tests cover them.
NEVER = [
    "DELETE /api/v1/tokens/{id}",
    "DELETE /api/v1/auth/sessions/{id}",
    "PATCH /api/v1/auth/me",
    "GET /api/v1/events",
]
CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "negative_data_rejection", "positive_data_acceptance", "missing_required_header",
    "unsupported_method", "allow_header_conformance", "use_after_free", "ensure_resource_availability", "ignored_auth",
    "object_level_authorization",
]
DIALLING = [
    "POST /api/v1/monitors",
    "PATCH /api/v1/monitors/{id}",
    "POST /api/v1/monitors/test",
    "POST /api/v1/monitors/{id}/check",
    "POST /api/v1/channels",
    "PATCH /api/v1/channels/{id}",
    "POST /api/v1/channels/{id}/test",
]


def leave_the_network():
    """Moves this process into a network namespace with loopback only. Returns False if the system refuses."""
    new_user, new_network = 0x10000000, 0x40000000
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(new_network) != 0 and libc.unshare(new_user | new_network) != 0:
        return False
    with socket.socket() as control:
        request = bytearray(struct.pack("16sH14x", b"lo", 0))
        fcntl.ioctl(control, 0x8913, request)  # SIOCGIFFLAGS
        flags = struct.unpack("16sH14x", request)[1]
        fcntl.ioctl(control, 0x8914, struct.pack("16sH14x", b"lo", flags | 1))  # SIOCSIFFLAGS, IFF_UP
    return True


def seed_data(owner, ports):
    """Creates one object of each kind, so that generated requests get more than 404."""
    channel = owner.post("channels", {
        "name": "Hook", "type": "webhook", "is_default": True, "config": {"url": f"http://127.0.0.1:{ports['webhook']}/"}})
    monitor = owner.post("monitors", {
        "type": "http", "target": f"http://127.0.0.1:{ports['http']}/", "interval_seconds": 1, "channel_ids": [channel["id"]]})
    owner.post("status-pages", {
        "slug": "acme", "title": "Acme", "published": True,
        "sections": [{"name": "Services", "components": [{"name": "Shop", "monitor_id": monitor["id"]}]}]})


def main():
    alone = leave_the_network()
    left_out = NEVER if alone else NEVER + DIALLING
    if not alone:
        print(f"note: this system allows no network namespace; skipped: {', '.join(DIALLING)}")
    with outside_world() as (ports, _), Server() as server:
        owner = Owner(server)
        seed_data(owner, ports)
        command = [
            str(pathlib.Path(sys.executable).parent / "schemathesis"), "run", str(ROOT / "docs/openapi.yaml"),
            "--url", server.url, "--header", f"Authorization: Bearer {owner.token}",
            "--phases", "examples,coverage,fuzzing,stateful", "--max-examples", str(EXAMPLES), "--seed", SEED,
            "--checks", ",".join(CHECKS), "--continue-on-failure",
            "--request-timeout", "60", "--suppress-health-check", "all", "--generation-database", "none",
            "--warnings", "off", "--no-color",
        ]
        for name in left_out:
            command += ["--exclude-name", name]
        environment = os.environ | {
            "NO_PROXY": "*", "PYTHONPATH": str(pathlib.Path(__file__).parent), "SCHEMATHESIS_HOOKS": "interface_hooks"}
        ended = subprocess.run(command, cwd=server.directory, env=environment, timeout=MOST_SECONDS)
        if not server.is_ready():
            print("the server is no longer ready", file=sys.stderr)
            return 1
        return ended.returncode


if __name__ == "__main__":
    sys.exit(main())
