"""Measures the time from the start of the program to the first 200 of /readyz."""

import statistics

from statushawk import Server

RUNS = 11


def measure():
    server = Server()
    with server:
        server.stop()
        seconds = []
        for _ in range(RUNS):
            seconds.append(server.start())
            server.stop()
    yield f"start to /readyz: median {statistics.median(seconds) * 1000:.0f} ms, slowest {max(seconds) * 1000:.0f} ms of {RUNS} starts"
