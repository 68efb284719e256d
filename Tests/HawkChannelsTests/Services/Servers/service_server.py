"""An HTTPS server that answers in the name of every host. Prints `PORT n`, then each request as one line of JSON.

  service_server.py DIRECTORY HOST ...
creates a private authority (DIRECTORY/ca.pem) and its certificate for the hosts. For each request, the file DIRECTORY/answer
says what to answer: `STATUS`, `STATUS RETRY-AFTER` (both repeat the request), `body TEXT` (status 200), `hang`, `reset` or `garbage`.
"""

import base64
import json
import pathlib
import socket
import ssl
import struct
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

directory, *hosts = sys.argv[1:]
never = threading.Event()


def make_certificates():
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=directory, check=True, capture_output=True)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Private CA", "-days", "2")
    openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=services")
    with open(f"{directory}/extensions", "w") as file:
        file.write("subjectAltName=" + ",".join(f"DNS:{host}" for host in hosts) + "\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "1",
            "-extfile", "extensions", "-out", "server.pem")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def serve(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        report = {
            "method": self.command, "path": self.path, "body": base64.b64encode(body).decode(),
            "headers": {name.lower(): value for name, value in self.headers.items()},
        }
        print(json.dumps(report), flush=True)
        kind, _, rest = pathlib.Path(directory, "answer").read_text().partition(" ")
        if kind == "hang":
            never.wait()
        if kind == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            return socket.socket.close(self.connection)
        if kind == "garbage":
            self.close_connection = True
            return self.wfile.write(b"\x00\xff not HTTP \r\n\r\n")
        repeated = f"{self.headers.get('Authorization', '')} {self.path} {body.decode(errors='replace')}"
        status, content = (200, rest.encode()) if kind == "body" else (int(kind), repeated.encode())
        self.send_response(status)
        if kind != "body" and rest:
            self.send_header("Retry-After", rest)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if status != 204:
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = serve


make_certificates()
server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(f"{directory}/server.pem", f"{directory}/server.key")
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print("PORT", server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()  # ends with the parent process
