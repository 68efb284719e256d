"""A web server whose path selects the compression of its body, with Python's own zlib.

Prints `PORT n`, then the Accept-Encoding of each request as one line of JSON.
"""

import gzip
import json
import sys
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TEXT = b"all is well, " * 500 + b"the end"


def deflated(bits, text=TEXT):
    packer = zlib.compressobj(9, zlib.DEFLATED, bits)
    return packer.compress(text) + packer.flush()


def bomb():
    """Returns a gibibyte of zeros, compressed to a mebibyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = bytes(1 << 20)
    return b"".join(packer.compress(piece) for _ in range(1 << 10)) + packer.flush()


BODIES = {
    "plain": (None, TEXT),
    "gzip": ("gzip", gzip.compress(TEXT)),
    "x-gzip": ("X-GZip", gzip.compress(TEXT)),
    "members": ("gzip", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])),
    "behind": ("gzip", gzip.compress(TEXT) + b"\0\0\0nobody's"),
    "zlib": ("deflate", deflated(15)),
    "raw": ("deflate", deflated(-15)),
    "stored": ("deflate", zlib.compress(TEXT, 0)),
    "empty": ("gzip", b""),
    "cut": ("gzip", gzip.compress(TEXT)[:-9]),
    "garbage": ("gzip", b"<html>not compressed at all</html>"),
    "rotten": ("deflate", b"\x78\x9c\x07" + b"\xff" * 40),
    "checksum": ("gzip", gzip.compress(TEXT)[:-8] + bytes(8)),
    "nothing": ("deflate", deflated(-15, b"") + TEXT),
    "foreign": ("br", TEXT),
    "twice": ("gzip, gzip", gzip.compress(gzip.compress(TEXT))),
    "bomb": ("gzip", None),
    # Empty blocks: much input without any output.
    "hollow": ("deflate", b"\0\0\0\xff\xff" * 200_000),
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        print(json.dumps(self.headers.get("Accept-Encoding")), flush=True)
        name, _, how = self.path.strip("/").partition("/")
        coding, body = BODIES[name]
        body = bomb() if body is None else body
        self.send_response(200)
        if coding:
            self.send_header("Content-Encoding", coding)
        if how == "bytes":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for byte in body:
                self.wfile.write(b"1\r\n%c\r\n" % byte)
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                try:
                    self.wfile.write(body)
                except OSError:
                    pass  # the client has read enough
        self.close_connection = True

    do_HEAD = do_GET


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print("PORT", server.server_port, flush=True)
sys.stdin.read()
