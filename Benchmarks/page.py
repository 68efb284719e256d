"""Compares the public status page's requests per second with nginx serving the same bytes, in alternating rounds of one run."""

import re
import statistics
import subprocess
import urllib.request

from nginx import nginx
from statushawk import Owner, Server, eventually

ROUNDS, SECONDS, CONNECTIONS = 3, 6, 32


def rate(url):
    command = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{SECONDS}s", url]
    told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=SECONDS + 30).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise RuntimeError(told)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told).group(1))


def measure():
    with Server() as server:
        owner = Owner(server)
        components = []
        with nginx() as target:
            for number in range(10):
                monitor = owner.post("monitors", {"type": "http", "target": f"{target}/ok", "name": f"Service {number}"})["id"]
                components.append({"name": f"Service {number}", "monitor_id": monitor})
                eventually("a first check", lambda: owner.get(f"monitors/{monitor}")["status"] == "up")
            owner.post("status-pages", {
                "slug": "acme", "title": "Acme", "published": True, "sections": [{"name": "Services", "components": components}]})
            url = server.url + "/status/acme"
            with urllib.request.urlopen(url, timeout=30) as answer:
                page = answer.read()
            with nginx(page) as peer:
                rounds = [(rate(url), rate(peer + "/page.html")) for _ in range(ROUNDS)]
    ours, theirs = (statistics.median(column) for column in zip(*rounds))
    yield f"status page of {len(page) / 1024:.0f} KiB: {ours:,.0f} requests/s; nginx with the same bytes: {theirs:,.0f}; ratio {ours / theirs:.2f}"
