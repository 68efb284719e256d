"""A real HTTP server whose path selects its behaviour. Prints `PORT n`, then each request as one line of JSON.

`--secret` verifies `StatusHawk-Signature` with Python's own hmac.
"""

import argparse
import hashlib
import hmac
import json
import re
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

parser = argparse.ArgumentParser()
parser.add_argument("--secret", default="")
parser.add_argument("--certificates")
options = parser.parse_args()
seen = {}
never = threading.Event()


def is_genuine(signature, body):
    match = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", signature or "")
    if not match:
        return False
    expected = hmac.new(options.secret.encode(), match[1].encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, match[2])


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, body=b"", headers={}):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        count = seen[self.path] = seen.get(self.path, 0) + 1
        report = {
            "path": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "body": json.loads(body),
            "genuine": is_genuine(self.headers.get("StatusHawk-Signature"), body),
        }
        print(json.dumps(report), flush=True)
        first = self.path.split("/")[1]
        if first == "flaky" and count == 1:
            return self.answer(500, b"the database is away")
        if first == "status":
            return self.answer(int(self.path.split("/")[2]), b"no such hook", {"Location": "/ok"})
        if first == "echo":
            return self.answer(403, ("denied: " + self.headers["Authorization"]).encode())
        if first == "busy":
            return self.answer(429, b"slow down", {"Retry-After": self.path.split("/")[2]})
        if first == "silent":
            never.wait()
        if first == "huge":
            self.send_response(int(self.path.split("/")[2]))
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"x" * 65536)
            except OSError:
                return
        self.answer(204)

    def do_GET(self):
        self.answer(405)


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
if options.certificates:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{options.certificates}/server.pem", f"{options.certificates}/server.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
print("PORT", server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()  # ends with the parent process
