"""The outside world of the end-to-end tests: targets and alert receivers that tests can break and repair.

Prints one JSON line with its ports when everything listens. Ends at the end of its standard input, so it never outlives a test.

On the port `control`, where absent modes stay unchanged:
  POST /set       {"http": "up|fail|refuse", "tcp": "up|refuse", "webhook": "accept|hold", "mail": "accept|hold"}
  POST /blip      the next request to the HTTP target is answered with 500, and only that one
  GET  /journal   {"webhooks": [...], "mails": [...], "blips_left": 0}: everything received, even if never answered
"""

import asyncio
import email
import email.policy
import json
import sys
import time

from aiosmtpd.smtp import SMTP


class World:
    def __init__(self):
        self.modes = {"http": "up", "tcp": "up", "webhook": "accept", "mail": "accept"}
        self.blips = 0
        self.webhooks = []
        self.mails = []
        self.ports = {}
        self.targets = {}
        self.changed = asyncio.Event()

    async def open(self):
        await self.listen("http", http(self.answer_target))
        await self.listen("tcp", answer_tcp)
        await self.listen("webhook", http(self.answer_webhook))
        await self.listen("control", http(self.answer_control))
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(self, hostname="mail.test", loop=loop), "127.0.0.1", 0)
        self.ports["mail"] = server.sockets[0].getsockname()[1]

    async def listen(self, name, handler):
        server = await asyncio.start_server(handler, "127.0.0.1", self.ports.get(name, 0), limit=1 << 20)
        self.targets[name] = server
        self.ports[name] = server.sockets[0].getsockname()[1]

    async def set(self, modes):
        for name, mode in modes.items():
            was, self.modes[name] = self.modes[name], mode
            if mode == "refuse" and was != "refuse":
                self.targets[name].close()
            elif mode != "refuse" and was == "refuse":
                await self.listen(name, http(self.answer_target) if name == "http" else answer_tcp)
        self.changed.set()
        self.changed = asyncio.Event()

    async def until_accepting(self, name):
        while self.modes[name] == "hold":
            await self.changed.wait()

    async def answer_target(self, request):
        failing = self.modes["http"] == "fail"
        if not failing and self.blips:
            self.blips -= 1
            failing = True
        return (500, {"state": "broken"}) if failing else (200, {"state": "fine"})

    async def answer_webhook(self, request):
        entry = {
            "at": time.monotonic(),
            "delivery": request["headers"].get("statushawk-delivery"),
            "signature": request["headers"].get("statushawk-signature"),
            "body": json.loads(request["body"]),
        }
        self.webhooks.append(entry)
        await self.until_accepting("webhook")
        return 200, {}

    async def handle_DATA(self, server, session, envelope):  # aiosmtpd defines this name
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        body = message.get_body(("plain",))
        entry = {
            "message_id": message["message-id"],
            "subject": message["subject"],
            "recipients": envelope.rcpt_tos,
            "text": body.get_content() if body else "",
        }
        self.mails.append(entry)
        await self.until_accepting("mail")
        return "250 OK"

    async def answer_control(self, request):
        if request["path"] == "/set":
            await self.set(json.loads(request["body"]))
        elif request["path"] == "/blip":
            self.blips += 1
        elif request["path"] != "/journal":
            return 404, {}
        return 200, {"webhooks": self.webhooks, "mails": self.mails, "blips_left": self.blips}


def http(answer):
    """Serves one request per connection: minimal HTTP for a test's targets, independent of the code under test."""

    async def serve(reader, writer):
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            status, document = await answer({"path": head[0].split(" ")[1], "headers": headers, "body": body})
            text = json.dumps(document).encode()
            writer.write(
                f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(text)}\r\nConnection: close\r\n\r\n".encode()
                + text
            )
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client was killed, as some tests do
        finally:
            writer.close()

    return serve


async def answer_tcp(reader, writer):
    writer.close()


async def main():
    world = World()
    await world.open()
    print(json.dumps(world.ports), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
