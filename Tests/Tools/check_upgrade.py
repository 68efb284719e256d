"""Upgrades a database of an older version, and compares what the API returned before with what it returns now.

    python check_upgrade.py                       each database in Tests/Tools/databases
    python check_upgrade.py --make BINARY NAME    creates one with an older program

`databases/NAME.sql` is a SQLite dump, `databases/NAME.json` what the older program returned. Values that depend on the present (the
status, ages, what is checked now) are not compared.
"""

import argparse
import contextlib
import http.cookiejar
import json
import pathlib
import sqlite3
import sys
import time
import urllib.request

from statushawk import BINARY, Owner, Server, eventually, outside_world

DATABASES = pathlib.Path(__file__).resolve().parent / "databases"
KEY = "a key for tests that protects nothing"
# Fields of a monitor that depend on the present, or that the older version did not have.
PRESENT = {"status", "status_since", "last_checked_at", "last_latency_ms", "certificate_days_left", "next_ping_due_at", "kind"}


def server(binary):
    return Server(binary, SECRET_KEY=KEY, STATUSHAWK_RETENTION_DAYS="3650")


def call(opener, url, path, body=None):
    request = urllib.request.Request(
        f"{url}/api/v1/{path}", data=None if body is None else json.dumps(body).encode(),
        headers={"Origin": url, "Content-Type": "application/json"})
    with opener.open(request, timeout=30) as answer:
        return json.loads(answer.read() or b"null")


def sign_in(url):
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    call(opener, url, "auth/login", {"email": "olivia@example.com", "password": "correct horse battery"})
    return lambda path, body=None: call(opener, url, path, body)


def everything(get, span):
    """Returns what both programs must agree on. `span`: (from, to) of the series."""
    monitors = get("monitors")["items"]
    found = {"monitors": {}, "results": {}, "series": {}, "pings": {}}
    for monitor in monitors:
        name, number = monitor["name"], monitor["id"]
        found["monitors"][name] = {key: value for key, value in monitor.items() if key not in PRESENT}
        results = get(f"monitors/{number}/results?limit=100&to={span[1]}")["items"]
        found["results"][name] = results
        # The last ping of a job holds until the present.
        if monitor["paused"]:
            series = get(f"monitors/{number}/series?from={span[0]}&to={span[1]}&points=10")
            found["series"][name] = [series["buckets"], series["outages"]]
        if monitor["type"] == "heartbeat":
            found["pings"][name] = get(f"monitors/{number}/pings")["items"]
    # The program that runs now may open incidents of its own.
    found["incidents"] = [each for each in get("incidents")["items"] if each["started_at"] < span[1]]
    for incident in found["incidents"]:
        if incident["status"] == "resolved":
            continue
        for key in ("status", "resolved_at", "updates", "acknowledged_at"):
            incident.pop(key, None)
    found["channels"] = [{key: each[key] for key in ("id", "name", "type", "config")} for each in get("channels")["items"]]
    found["pages"] = get("status-pages")["items"]
    found["members"] = [{key: each[key] for key in ("email", "role")} for each in get("members")["items"]]
    found["audit"] = [each["action"] for each in get("audit?limit=100")["items"] if each["at"] < span[1]]
    return found


def instant(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(seconds))


def make(binary, name):
    """Runs an older program for some seconds with a monitor of every kind of history."""
    with outside_world() as (ports, _), server(binary) as old:
        began = int(time.time())
        owner = Owner(old)
        web = f"http://127.0.0.1:{ports['http']}/" if "http" in ports else old.url + "/healthz"
        shop = owner.post("monitors", {
            "type": "http", "target": web, "name": "Shop", "interval_seconds": 1, "tags": ["prod"], "group": "Web",
            "settings": {"headers": {"Accept": "text/html"}, "secret_headers": {"X-Key": "hidden"}}})
        down = owner.post("monitors", {
            "type": "tcp", "target": "127.0.0.1:1", "name": "Nothing", "interval_seconds": 1, "timeout_seconds": 0.5,
            "confirmations": 2, "confirmation_delay_seconds": 0, "depends_on": [shop["id"]]})
        nightly = owner.post("monitors", {
            "type": "heartbeat", "name": "Nightly", "settings": {
                "schedule": "30 3 * * *", "time_zone": "Europe/Berlin", "grace_seconds": 900}})
        hourly = owner.post("monitors", {
            "type": "heartbeat", "name": "Hourly", "interval_seconds": 3600, "settings": {"grace_seconds": 120}})
        paused = owner.post("monitors", {"type": "icmp", "target": "127.0.0.1", "name": "Paused", "interval_seconds": 5})
        owner.post("channels", {"type": "webhook", "name": "Hook", "config": {"url": "http://127.0.0.1:1/hook"}})
        owner.post("status-pages", {
            "slug": "acme", "title": "Acme", "published": True,
            "sections": [{"name": "Web", "components": [{"monitor_id": shop["id"], "name": "The shop"}]}]})
        for monitor in (nightly, hourly):
            for end in ("/start", "", "/fail", ""):
                urllib.request.urlopen(monitor["ping_url"] + end, data=b"said", timeout=10).read()
                time.sleep(0.2)
        owner.post("incidents", {"title": "Planned work", "severity": "minor", "message": "We move.", "monitor_ids": [shop["id"]]})
        eventually("an outage is found", lambda: owner.get(f"monitors/{down['id']}")["status"] == "down")
        owner.post(f"monitors/{paused['id']}/pause", {})
        eventually("some results", lambda: len(owner.get(f"monitors/{shop['id']}/results")["items"]) >= 10)
        for monitor in (shop, down):
            owner.post(f"monitors/{monitor['id']}/pause", {})
        # What is written in the background.
        time.sleep(3)
        span = (instant(began), instant(time.time() + 1))
        time.sleep(2)
        found = everything(sign_in(old.url), span)
        old.stop()
        database = next(pathlib.Path(old.environment["STATUSHAWK_DATA_DIR"]).glob("*.db"))
        with contextlib.closing(sqlite3.connect(database)) as connection:
            pragmas = [f"PRAGMA {name} = {connection.execute(f'PRAGMA {name}').fetchone()[0]};" for name in ("application_id", "user_version")]
            dump = "\n".join([*pragmas, *connection.iterdump()])
    DATABASES.mkdir(exist_ok=True)
    (DATABASES / f"{name}.sql").write_text(dump + "\n")
    (DATABASES / f"{name}.json").write_text(json.dumps({"span": span, "found": found}, indent=1, ensure_ascii=False) + "\n")
    print(f"{name}: {len(dump)} bytes")


def differences(before, after, path=""):
    """Yields the paths at which `before` differs. Members that only `after` has are new in this version."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in before:
            if key not in after:
                yield f"{path}/{key} is missing"
            else:
                yield from differences(before[key], after[key], f"{path}/{key}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after)):
            yield from differences(old, new, f"{path}/{index}")
    elif before != after:
        yield f"{path}: {json.dumps(before)[:200]} is now {json.dumps(after)[:200]}"


def check(name):
    kept = json.loads((DATABASES / f"{name}.json").read_text())
    made = server(BINARY)
    data = pathlib.Path(made.environment["STATUSHAWK_DATA_DIR"])
    data.mkdir(mode=0o700, parents=True)
    with contextlib.closing(sqlite3.connect(data / "statushawk.db")) as connection:
        connection.executescript((DATABASES / f"{name}.sql").read_text())
    (data / "statushawk.db").chmod(0o600)
    with made:
        get = sign_in(made.url)
        found = everything(get, kept["span"])
        # The older program named its own address in ping URLs.
        for monitor in [*kept["found"]["monitors"].values(), *found["monitors"].values()]:
            if monitor["ping_url"]:
                monitor["ping_url"] = monitor["ping_url"].split("/ping/")[1]
        wrong = list(differences(kept["found"], found))
        kinds = {monitor["name"]: monitor["kind"] for monitor in get("monitors")["items"]}
        for monitor, kind in kinds.items():
            if kind != ("heartbeat" if monitor in found["pings"] else "polled"):
                wrong.append(f"{monitor} is {kind}")
        # And it goes on: pings and checks are recorded.
        hourly = next(each for each in get("monitors")["items"] if each["name"] == "Hourly")
        urllib.request.urlopen(f"{made.url}/ping/{hourly['ping_url'].split('/ping/')[1]}", timeout=10).read()
        pings = len(kept["found"]["pings"]["Hourly"])
        eventually("another ping", lambda: len(get(f"monitors/{hourly['id']}/pings")["items"]) == pings + 1)
        shop = next(each for each in get("monitors")["items"] if each["name"] == "Shop")
        get(f"monitors/{shop['id']}/resume", {})
        eventually("another result", lambda: get(f"monitors/{shop['id']}/results?limit=1")["items"][0]["scheduled_at"] > kept["span"][1])
    for each in wrong:
        print(f"  {name}: {each}")
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--make", nargs=2, metavar=("BINARY", "NAME"))
    arguments = parser.parse_args()
    if arguments.make:
        return make(*arguments.make)
    names = sorted(path.stem for path in DATABASES.glob("*.sql"))
    wrong = [each for name in names for each in check(name)]
    print(f"upgrade: {len(names)} databases, {len(wrong)} differences")
    sys.exit(bool(wrong) or not names)


if __name__ == "__main__":
    main()
