"""Starts compose.yaml and tests it from outside: sign-up, an outage with alert and recovery, cached pages, and missing parts.

    check_compose.py URL PROJECT COMPOSE …      COMPOSE …: the compose program with its options
"""

import re
import sys
import time
import types
import urllib.request

from containers import docker, eventually, fetch, inspect, is_ready, require, run, setup_code, stopped
from outside import Outside
from statushawk import Owner

OURS = ["api", "scheduler", "runner", "notifier"]
URL, PROJECT, COMPOSE = sys.argv[1], sys.argv[2], sys.argv[3:]


def compose(*arguments):
    return run(*COMPOSE, *arguments)


def containers(service):
    return docker(
        "ps", "--quiet", "--filter", f"label=com.docker.compose.project={PROJECT}", "--filter",
        f"label=com.docker.compose.service={service}").split()


def start():
    started = time.monotonic()
    compose("up", "--detach")
    eventually("/readyz through nginx", lambda: is_ready(URL), within=180, every=0.1)
    print(f"ready {time.monotonic() - started:.1f} s after `up`")


def main():
    start()
    gateway = docker("network", "inspect", "--format", "{{(index .IPAM.Config 0).Gateway}}", f"{PROJECT}_outside").strip()
    with Outside(gateway) as outside:
        owner = sign_up()
        monitor = watch(owner, outside)
        tells_of_an_outage(owner, outside, monitor)
        passes_events_on(owner)
        shows_the_dashboard()
        goes_on_without_api(owner, outside, monitor)
        a_second_runner_joins(owner)
        runs_without_rights()
        print_memory()
    ends_within_grace()


def sign_up():
    refused = "needs no setup code"
    try:
        Owner(types.SimpleNamespace(url=URL))
    except RuntimeError as refusal:
        refused = str(refusal)
    require("setup_code" in refused, f"a stranger's sign-up: {refused}")
    return Owner(types.SimpleNamespace(url=URL), setup_code=setup_code(containers("api")[0]))


def watch(owner, outside):
    """Creates a monitor of this machine, and two with names that only Docker's DNS server resolves."""
    owner.post("channels", {"name": "Hook", "type": "webhook", "is_default": True, "config": {"url": outside.url + "/hook"}})
    often = {"interval_seconds": 1, "timeout_seconds": 0.9, "confirmation_delay_seconds": 0}
    monitor = owner.post("monitors", {"name": "Shop", "type": "http", "target": outside.url} | often)["id"]
    named = owner.post("monitors", {"type": "http", "target": "http://scheduler:8080/healthz"} | often)["id"]
    pinged = owner.post("monitors", {"type": "icmp", "target": "scheduler"} | often)["id"]
    for each in monitor, named, pinged:
        eventually(f"monitor {each} up", lambda: status(owner, each) == "up", every=0.2)
    publish(owner, "acme", monitor)
    return monitor


def publish(owner, slug, monitor):
    section = {"name": "Services", "components": [{"name": "Shop", "monitor_id": monitor}]}
    page = {"slug": slug, "title": "Acme's status", "published": True, "sections": [section]}
    return owner.post("status-pages", page)["id"]


def status(owner, monitor):
    return owner.get(f"monitors/{monitor}")["status"]


def tells_of_an_outage(owner, outside, monitor):
    eventually("the page", lambda: fetch(URL + "/status/acme")[0] == 200)
    outside.broken = True
    eventually("the webhook of the outage", lambda: outside.told("incident.opened") == 1)
    require(owner.get("incidents")["items"][0]["reason"] == "status", "the incident's reason")
    # A page may be a minute old.
    eventually("the outage on the page", lambda: '"status":"major_outage"' in page()[2], within=65, every=1)
    outside.broken = False
    eventually("the webhook of the recovery", lambda: outside.told("incident.resolved") == 1)
    eventually("the recovery on the page", lambda: '"status":"operational"' in page()[2], within=65, every=1)
    require(page()[1]["X-Cache"] == "HIT", "a page that was just fetched is kept")
    plain, packed = fetch(URL + "/status/acme"), fetch(URL + "/status/acme", Accept_Encoding="identity")
    require("All systems operational" in plain[2] and plain[2] == packed[2], "one page in either coding")
    require(fetch(URL + "/status/acme", If_None_Match=plain[1]["ETag"])[0] == 304, "a page that the client has is not modified")
    require(fetch(URL + "/metrics")[0] == 404, "metrics are not shown to strangers")


def page():
    return fetch(URL + "/status/acme.json")


def passes_events_on(owner):
    """Events arrive before the response ends, so no intermediary buffers the response."""
    request = urllib.request.Request(URL + "/api/v1/events?types=check", headers={"Authorization": "Bearer " + owner.token})
    with urllib.request.urlopen(request, timeout=10) as stream:
        eventually("a live check event", lambda: stream.readline().startswith(b"event: check"), within=10, every=0)


def shows_the_dashboard():
    _, headers, document = fetch(URL + "/monitors", Accept="text/html")
    require("script-src 'self'" in headers["Content-Security-Policy"], "the dashboard's policy")
    scripts = re.findall(r'src="(/assets/[^"]+)"', document)
    require(scripts, f"the dashboard's scripts: {document[:300]}")
    for script in scripts:
        answered, headers, _ = fetch(URL + script)
        require(answered == 200 and "immutable" in headers["Cache-Control"], f"{script} is kept for good: {answered}")


def goes_on_without_api(owner, outside, monitor):
    gone = publish(owner, "gone", monitor)
    require(fetch(URL + "/status/gone")[0] == 200, "a page that is kept")
    owner.send("DELETE", f"status-pages/{gone}")
    eventually("the page withdrawn", lambda: fetch(URL + "/status/gone")[0] == 404, within=65, every=1)
    require(page()[0] == 200, "the other page is kept")
    api = containers("api")[0]
    kept = page()[2]
    print(f"api ended in {stopped(api):.1f} s")
    away = time.time()
    answer = page()
    require(answer[0] == 200 and answer[2] == kept and answer[1]["X-Cache"] in ("HIT", "STALE"), f"the page without the API: {answer}")
    # After its lifetime, the cached page is served unchanged.
    eventually("an old page", lambda: page()[1]["X-Cache"] == "STALE" and page()[2] == kept, within=40, every=1)
    require(fetch(URL + "/status/gone")[0] == 404, "a withdrawn page returns")
    refused = fetch(URL + "/api/v1/setup")
    require(refused[0] == 503 and refused[1]["Content-Type"] == "application/problem+json", f"the API path without the API: {refused}")
    outside.broken = True
    eventually("an outage alert without the API", lambda: outside.told("incident.opened") == 2)
    outside.broken = False
    eventually("a recovery alert without the API", lambda: outside.told("incident.resolved") == 2)
    back = time.time()
    docker("start", api)
    eventually("the API is ready again", lambda: is_ready(URL), every=0.2)
    eventually("a fresh page", lambda: page()[1]["X-Cache"] != "STALE", every=0.5)
    times = f"from={instant(away)}&to={instant(back)}"
    checks = len(owner.get(f"monitors/{monitor}/results?limit=500&{times}")["items"])
    require(checks >= (back - away) * 0.8 - 1, f"{checks} checks in {back - away:.0f} s without the API")
    print(f"{checks} checks at 1 s in {back - away:.0f} s without the API")


def instant(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def a_second_runner_joins(owner):
    compose("up", "--detach", "--no-recreate", "--scale", "runner=2")
    eventually("two runners", lambda: [(place["name"], place["runners"]) for place in owner.get("locations")["items"]] == [("default", 2)])


def runs_without_rights():
    for service in OURS + ["nginx", "postgres", "redis"]:
        for container in containers(service):
            described = inspect(container)
            host, state = described["HostConfig"], described["State"]
            require(host["ReadonlyRootfs"] and host["CapDrop"] == ["ALL"] and not host["CapAdd"], f"{service}: {host}")
            require(host["Memory"] > 0 and "no-new-privileges:true" in host["SecurityOpt"], f"{service}: {host}")
            require(docker("exec", container, "id", "-u").strip() != "0", f"{service} runs as root")
            require(described["RestartCount"] == 0 and not state["OOMKilled"], f"{service}: {state}")
            eventually(f"{service} healthy", lambda: inspect(container)["State"]["Health"]["Status"] == "healthy", every=0.5)


def print_memory():
    names = [container for service in OURS + ["nginx", "postgres", "redis"] for container in containers(service)]
    for line in docker("stats", "--no-stream", "--format", "{{.Name}}: {{.MemUsage}}", *names).splitlines():
        resident = re.search(r"VmRSS:\s+(\d+)", docker("exec", line.split(":")[0], "cat", "/proc/1/status")).group(1)
        print(f"  {line}, of its first process {int(resident) / 1024:.0f} MiB resident with the program's own pages")


def ends_within_grace():
    for service in OURS:
        for container in containers(service):
            print(f"{service} ended in {stopped(container):.1f} s")


main()
