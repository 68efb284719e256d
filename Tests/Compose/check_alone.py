"""Runs the image alone, as the README describes: sign-up, an outage with alert and recovery, and a restart that keeps all data.

    check_alone.py URL NAME      NAME: of the container and its volume
"""

import sys
import types

from containers import docker, eventually, inspect, is_ready, setup_code, stopped
from outside import Outside
from statushawk import Owner

URL, NAME = sys.argv[1:]


def main():
    docker("run", "--detach", "--name", NAME, "--publish", URL.removeprefix("http://") + ":8080", "--volume", f"{NAME}:/data", "statushawk")
    eventually("/readyz", lambda: is_ready(URL), every=0.1)
    gateway = inspect(NAME)["NetworkSettings"]["Gateway"]
    with Outside(gateway) as outside:
        owner = Owner(types.SimpleNamespace(url=URL), setup_code=setup_code(NAME))
        owner.post("channels", {"name": "Hook", "type": "webhook", "is_default": True, "config": {"url": outside.url}})
        often = {"interval_seconds": 1, "timeout_seconds": 0.9, "confirmation_delay_seconds": 0}
        monitors = [owner.post("monitors", {"type": type, "target": target} | often)["id"] for type, target in
                    [("http", outside.url), ("icmp", gateway)]]
        for monitor in monitors:
            eventually("up", lambda: owner.get(f"monitors/{monitor}")["status"] == "up", every=0.2)
        outside.broken = True
        eventually("the webhook of the outage", lambda: outside.told("incident.opened") == 1)
        print(f"alone: ended in {stopped(NAME):.1f} s")
        outside.broken = False
        docker("start", NAME)
        eventually("/readyz again", lambda: is_ready(URL), every=0.1)
        eventually("the webhook of the recovery", lambda: outside.told("incident.resolved") == 1)
        eventually("healthy", lambda: inspect(NAME)["State"]["Health"]["Status"] == "healthy", every=0.5)
    print("alone: " + docker("stats", "--no-stream", "--format", "{{.MemUsage}}", NAME).strip())


main()
