"""An nginx on a free loopback port: the cheapest target, and the reference for serving a page."""

import contextlib
import pathlib
import subprocess
import tempfile
import urllib.error
import urllib.request

from statushawk import eventually, free_port

# Loopback addresses from 127.0.0.1 to 127.0.0.64, because a runner has at most ten checks in flight per host.
HOSTS = 64

CONFIGURATION = """
daemon off; worker_processes auto; pid {directory}/pid; error_log stderr crit;
events {{ worker_connections 4096; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; types {{ text/html html; }}
    open_file_cache max=10 inactive=60s; open_file_cache_valid 60s;
    client_body_temp_path {directory}; proxy_temp_path {directory}; fastcgi_temp_path {directory};
    uwsgi_temp_path {directory}; scgi_temp_path {directory};
    server {{
        {listen} root {directory};
        location = /ok {{ return 200 "ok"; }}
    }}
}}
"""


@contextlib.contextmanager
def nginx(page=b""):
    """Serves `page` as /page.html and a short response as /ok at each address. Yields the base URL of the first."""
    with tempfile.TemporaryDirectory(prefix="statushawk-nginx-") as directory:
        pathlib.Path(directory).chmod(0o755)
        port = free_port()
        pathlib.Path(directory, "page.html").write_bytes(page)
        configuration = pathlib.Path(directory, "nginx.conf")
        listen = " ".join(f"listen 127.0.0.{number}:{port} backlog=4096;" for number in range(1, HOSTS + 1))
        configuration.write_text(CONFIGURATION.format(directory=directory, listen=listen))
        process = subprocess.Popen(["/usr/sbin/nginx", "-c", str(configuration), "-e", "stderr"])
        try:
            eventually("nginx", lambda: answers(f"http://127.0.0.1:{port}/ok"))
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError):
        return False
