"""The targets of the drill's cluster, which fail and recover by a plan, and the receiver of its webhooks.

A separate process, so that faults of the cluster do not affect it. Reads one JSON line, {"outages": [[target, start, end], …]} in
Unix seconds, from standard input whenever the plan changes. Ends at the end of its standard input. Prints its port first.

GET /t/<n> answers 200. While target n fails, it answers 500 or, for each fifth target, nothing. POST /hook receives an alert. GET
/journal returns what really happened: {"turns": [[target, is_failing, at], …], "asked": {target: count}, "alerts": [{"delivery",
"at", "body"}, …]}.
"""

import asyncio
import json
import sys
import time

# Several loopback addresses on the same port, because a runner has at most ten checks in flight per host.
HOSTS = [f"127.0.0.{number}" for number in range(1, 17)]


def hangs(target):
    """Returns whether its outages are silent; most answer with an error."""
    return target % 5 == 4


class Targets:
    def __init__(self):
        self.failing = set()
        self.turns = []
        self.asked = {}
        self.alerts = []
        self.plans = []

    def plan(self, outages):
        loop = asyncio.get_running_loop()
        now = time.time()
        for target, start, end in outages:
            self.plans.append(loop.call_later(max(start - now, 0), self.turn, target, True))
            self.plans.append(loop.call_later(max(end - now, 0), self.turn, target, False))

    def turn(self, target, is_failing):
        (self.failing.add if is_failing else self.failing.discard)(target)
        self.turns.append([target, is_failing, time.time()])

    def answer(self, method, path, headers, body):
        """Returns the response. None for no response."""
        if path.startswith("/t/"):
            target = int(path[3:])
            self.asked[target] = self.asked.get(target, 0) + 1
            if target not in self.failing:
                return 200, b'{"state":"fine"}'
            return None if hangs(target) else (500, b'{"state":"broken"}')
        if path == "/hook" and method == "POST":
            self.alerts.append({"delivery": headers.get("statushawk-delivery"), "at": time.time(), "body": json.loads(body)})
            return 200, b"{}"
        if path == "/journal":
            return 200, json.dumps({"turns": self.turns, "asked": self.asked, "alerts": self.alerts}).encode()
        return 404, b"{}"

    async def serve(self, reader, writer):
        try:
            lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            method, path, _ = lines[0].split(" ")
            headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            answer = self.answer(method, path, headers, body)
            if answer is None:
                await reader.read()  # until the client gives up
                return
            status, document = answer
            writer.write(
                b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                % (status, len(document), document))
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client was killed, as drills do
        finally:
            writer.close()


async def main():
    targets = Targets()
    port, servers = 0, []
    for host in HOSTS:
        servers.append(await asyncio.start_server(targets.serve, host, port, backlog=4096, limit=1 << 20))
        port = servers[0].sockets[0].getsockname()[1]
    print(port, flush=True)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        targets.plan(json.loads(line)["outages"])


if __name__ == "__main__":
    asyncio.run(main())
