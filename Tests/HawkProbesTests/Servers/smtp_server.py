"""aiosmtpd with STARTTLS on a free port of 127.0.0.1. Takes its certificate and key as arguments and prints the port."""

import asyncio
import ssl
import sys

from aiosmtpd.smtp import SMTP


async def main(certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(object(), hostname="mail.test", tls_context=context), "127.0.0.1", 0)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


asyncio.run(main(*sys.argv[1:]))
