"""An nginx on 127.0.0.1 to 127.0.0.16, in plain HTTP and over TLS with a certificate of its own authority."""

import contextlib
import dataclasses
import pathlib
import subprocess
import tempfile

from nginx import answers
from statushawk import eventually, free_port

HOSTS = [f"127.0.0.{number}" for number in range(1, 17)]
#: Addresses that answer ICMP echoes.
PINGED = [f"127.0.{third}.{fourth}" for third in range(1, 5) for fourth in range(250)]
CONFIGURATION = """
daemon off; worker_processes auto; pid {directory}/pid; error_log stderr crit;
events {{ worker_connections 8192; multi_accept on; }}
http {{
    access_log off; keepalive_requests 1; lingering_close off;
    client_body_temp_path {directory}; proxy_temp_path {directory}; fastcgi_temp_path {directory};
    uwsgi_temp_path {directory}; scgi_temp_path {directory};
    ssl_certificate {directory}/leaf.pem; ssl_certificate_key {directory}/leaf.key;
    ssl_session_cache off; ssl_session_tickets off; ssl_protocols TLSv1.2 TLSv1.3;
    server {{
        {listens}
        location = /ok {{ return 200 "ok"; }}
    }}
}}
"""


@dataclasses.dataclass
class Target:
    plain: int  # ports
    tls: int
    ca: str

    def urls(self, scheme):
        port = self.tls if scheme == "https" else self.plain
        return [f"{scheme}://{host}:{port}/ok" for host in HOSTS]

    def ports(self):
        return [f"{host}:{self.plain}" for host in HOSTS]


def openssl(directory, *arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=directory)


def make_certificates(directory):
    """Creates an authority and a leaf certificate for all hosts."""
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc"]
    openssl(
        directory, "req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj", "/CN=bench authority",
        "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    openssl(directory, "req", *key, "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=bench target")
    names = ",".join(f"IP:{host}" for host in HOSTS)
    pathlib.Path(directory, "leaf.ext").write_text(
        f"subjectAltName={names}\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\nkeyUsage=digitalSignature\n", encoding="ascii")
    openssl(
        directory, "x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "20",
        "-extfile", "leaf.ext", "-out", "leaf.pem")


@contextlib.contextmanager
def engine_target():
    with tempfile.TemporaryDirectory(prefix="statushawk-engine-") as directory:
        pathlib.Path(directory).chmod(0o755)
        make_certificates(directory)
        target = Target(free_port(), free_port(), f"{directory}/ca.pem")
        listens = "\n        ".join(
            f"listen {host}:{target.plain} backlog=8192; listen {host}:{target.tls} ssl backlog=8192;" for host in HOSTS)
        configuration = pathlib.Path(directory, "nginx.conf")
        configuration.write_text(CONFIGURATION.format(directory=directory, listens=listens), encoding="ascii")
        with subprocess.Popen(["/usr/sbin/nginx", "-c", str(configuration), "-e", "stderr"]) as process:
            try:
                eventually("nginx", lambda: answers(target.urls("http")[0]))
                yield target
            finally:
                process.terminate()
