"""The world outside the containers: a web server on this machine that is monitored, can be broken, and receives alerts."""

import http.server
import json
import threading


class Outside:
    """`GET /` answers 200, or 500 while `broken`. Bodies of POST requests are kept in `webhooks`."""

    def __init__(self, address):
        outside = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.answer(500 if outside.broken else 200)

            def do_POST(self):
                outside.webhooks.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.answer(200)

            def answer(self, status):
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.broken = False
        self.webhooks = []
        self.server = http.server.ThreadingHTTPServer((address, 0), Handler)
        self.url = f"http://{address}:{self.server.server_port}"

    def told(self, event):
        return sum(body["event"] == event for body in list(self.webhooks))

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
