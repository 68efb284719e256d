"""A real SMTP server (aiosmtpd). Prints `PORT n`, then each received mail as one line of JSON, parsed by Python's own parser."""

import argparse
import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

parser = argparse.ArgumentParser()
parser.add_argument("--certificates")
parser.add_argument("--implicit-tls", action="store_true")
parser.add_argument("--starttls", action="store_true")
parser.add_argument("--login", help="user:password")
parser.add_argument("--refuse", action="append", default=[], help="recipient=reply")
parser.add_argument("--defer", action="append", default=[], help="recipient=number of refusals before it is accepted")
parser.add_argument("--refuse-data", help="reply")
parser.add_argument("--pause", action="append", default=[], help="step=seconds before its reply: GREETING, EHLO, MAIL, RCPT, DATA, RECEIPT")
parser.add_argument("--silent-at", choices=["DATA", "QUIT"], help="never answer this command")
options = parser.parse_args()
pauses = {step: float(seconds) for step, seconds in (pause.split("=", 1) for pause in options.pause)}
deferrals = {recipient: int(count) for recipient, count in (rule.rsplit("=", 1) for rule in options.defer)}


async def pause(step):
    await asyncio.sleep(pauses.get(step, 0))


class Server(SMTP):
    async def _handle_client(self):
        await pause("GREETING")
        await super()._handle_client()


def paused(step):
    async def method(self, argument):
        await pause(step)
        await getattr(SMTP, f"smtp_{step}")(self, argument)

    return method


for step in ("EHLO", "MAIL", "RCPT", "DATA"):
    if step in pauses:
        setattr(Server, f"smtp_{step}", paused(step))


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        for refusal in options.refuse:
            recipient, reply = refusal.split("=", 1)
            if recipient == address:
                return reply
        if deferrals.get(address, 0) > 0:
            deferrals[address] -= 1
            return "452 4.2.2 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        if options.silent_at == "QUIT":
            await asyncio.Event().wait()
        return "221 Bye"

    async def handle_DATA(self, server, session, envelope):
        if options.silent_at == "DATA":
            await asyncio.Event().wait()
        if options.refuse_data:
            return options.refuse_data
        raw = envelope.original_content
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        parts = {part.get_content_type(): part for part in mail.walk() if not part.is_multipart()}
        report = {
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "headers": {name: str(value) for name, value in mail.items()},
            "header_names": sorted(mail.keys()),
            "subject": str(mail["Subject"]),
            "text": parts["text/plain"].get_content(),
            "html": parts["text/html"].get_content(),
            "alternative": mail.get_content_type(),
            "defects": [str(d) for p in mail.walk() for d in p.defects],
            "longest_line": max(len(line) for line in raw.split(b"\r\n")),
            "bare_line_feeds": raw.replace(b"\r\n", b"").count(b"\n"),
            "is_ascii": raw.isascii(),
            "tls": server.transport.get_extra_info("ssl_object") is not None,
            "login": session.auth_data.login.decode() if isinstance(session.auth_data, LoginPassword) else None,
        }
        print(json.dumps(report), flush=True)
        await pause("RECEIPT")
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    user, password = options.login.split(":", 1)
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (user.encode(), password.encode())
    return AuthResult(success=right, handled=False, auth_data=data) if right else AuthResult(success=False, handled=False)


async def main():
    context = None
    if options.certificates:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{options.certificates}/server.pem", f"{options.certificates}/server.key")

    def session():
        return Server(
            Handler(),
            hostname="mail.test",
            tls_context=context if options.starttls else None,
            authenticator=authenticate if options.login else None,
            auth_required=bool(options.login),
            auth_require_tls=False,
        )

    server = await asyncio.get_running_loop().create_server(
        session, "127.0.0.1", 0, ssl=context if options.implicit_tls else None)
    print("PORT", server.sockets[0].getsockname()[1], flush=True)
    # Ends with the parent process.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
