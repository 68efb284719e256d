"""An installation below a path behind nginx: one proxy keeps the path in forwarded requests, another removes it."""

import contextlib
import pathlib
import re
import socket
import subprocess
import tempfile

from dashboard import Person
from inhabited import EMAIL, inhabited
from statushawk import eventually, free_port

CONFIGURATION = """
daemon off; worker_processes 1; pid {directory}/pid; error_log {directory}/error.log;
events {{ worker_connections 128; }}
http {{
    access_log off;
    client_body_temp_path {directory}/body; proxy_temp_path {directory}/proxy; fastcgi_temp_path {directory}/f;
    uwsgi_temp_path {directory}/u; scgi_temp_path {directory}/s;
    server {{
        listen 127.0.0.1:{port};
        location / {{ return 404 "another program\\n"; }}
        location /hawk/ {{
            proxy_pass http://127.0.0.1:{upstream}{removed};
            proxy_set_header Host $http_host; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off;
        }}
    }}
}}
"""


def is_listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def nginx(port, upstream, removes):
    with tempfile.TemporaryDirectory(prefix="statushawk-nginx-") as directory:
        path = pathlib.Path(directory) / "nginx.conf"
        path.write_text(CONFIGURATION.format(directory=directory, port=port, upstream=upstream, removed="/" if removes else ""))
        process = subprocess.Popen(["/usr/sbin/nginx", "-p", directory, "-c", str(path), "-e", f"{directory}/error.log"])
        try:
            eventually("nginx listens", lambda: is_listening(port))
            yield
        finally:
            process.terminate()
            process.wait(10)


def below_a_path(stage):
    port = free_port()
    with inhabited(stage, STATUSHAWK_PUBLIC_URL=f"http://127.0.0.1:{port}/hawk") as place:
        for removes in (False, True):
            with nginx(port, place.server.port, removes):
                visit(stage, place, f"http://127.0.0.1:{port}/hawk")


def visit(stage, place, url):
    person = Person(stage.browser, url)
    with person:
        page = person.page
        page.goto(f"{url}/")
        person.sign_in(EMAIL)
        person.press("Monitors", "link")
        person.sees("Monitors")
        assert page.url == f"{url}/monitors", page.url
        person.row("Shop").get_by_role("link").first.click()
        person.sees("Shop")
        assert re.fullmatch(re.escape(url) + r"/monitors/\d+(\?.*)?", page.url), page.url
        page.reload()
        person.sees("Shop")
        page.go_back()
        person.sees("Monitors")
        # Live, through the event stream.
        place.control("set", {"http": "fail"})
        person.row("Shop").get_by_text("Down").wait_for()
        place.control("set", {"http": "up"})
        person.row("Shop").get_by_text("Up").wait_for()
        person.press("Status pages", "link")
        with page.context.expect_page() as opened:
            page.get_by_role("link", name="Open Acme's status").click()
        public = opened.value
        public.get_by_role("heading", name="Acme's status").wait_for()
        assert public.url == f"{url}/status/acme", public.url
        with public.expect_navigation():
            public.get_by_role("link", name="JSON").click()
        assert public.url == f"{url}/status/acme.json", public.url
        assert public.goto(f"{url}/status/acme/").url == f"{url}/status/acme"
    stage.faults += person.faults
