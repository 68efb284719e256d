"""Runs a command in its own network namespace, where the network is missing or exhausted, and returns its exit status.

    cut_off.py nothing COMMAND…     no interface is up
    cut_off.py loopback COMMAND…    only the loopback interface is up
    cut_off.py ports PORT COMMAND…  the same, with a listener on the port of 127.0.0.1 and no free local port

Needs only the right to create a user namespace: unshare --user --map-root-user --net.
"""

import fcntl
import os
import pathlib
import socket
import struct
import subprocess
import sys

INNER = "--within"


def raise_loopback():
    with socket.socket() as any_socket:
        # SIOCSIFFLAGS, IFF_UP
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", b"lo", 1))


def main(mode, *command):
    held = []
    if mode != "nothing":
        raise_loopback()
    if mode == "ports":
        pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range").write_text("50000 50001", encoding="ascii")
        address = ("127.0.0.1", int(command[0]))
        held = [socket.create_server(address)] + [socket.create_connection(address) for _ in range(2)]
        command = command[1:]
    status = subprocess.run(command, check=False).returncode
    for one in held:
        one.close()
    return status


if sys.argv[1] == INNER:
    sys.exit(main(*sys.argv[2:]))
os.execvp("unshare", ["unshare", "--user", "--map-root-user", "--net", sys.executable, __file__, INNER, *sys.argv[1:]])
