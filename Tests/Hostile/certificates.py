"""Creates certificates of many kinds with openssl: a trusted authority, and chains with one defect each."""

import pathlib
import subprocess

NAME = "hostile.test"

CONFIGURATION = """
[ca]
default_ca = this
[this]
database = {directory}/index
new_certs_dir = {directory}
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
copy_extensions = none
[any]
commonName = supplied
"""

AUTHORITY = "basicConstraints = critical,CA:TRUE\nkeyUsage = critical,keyCertSign,cRLSign\n"
SERVER = "basicConstraints = critical,CA:FALSE\nextendedKeyUsage = serverAuth\nsubjectAltName = DNS:{name},IP:127.0.0.1\n"


class Identity:
    """A key and its certificate. `chain` is a file with the leaf first, as a server sends it."""

    def __init__(self, directory, label):
        self.key = f"{directory}/{label}.key"
        self.certificate = f"{directory}/{label}.crt"
        self.chain = f"{directory}/{label}.chain"


class Certificates:
    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        (self.directory / "index").touch()
        (self.directory / "ca.cnf").write_text(CONFIGURATION.format(directory=directory))
        self.root = self.issue("root", extensions=AUTHORITY, common_name="Hostile Root")
        self.intermediate = self.issue("intermediate", self.root, extensions=AUTHORITY, common_name="Hostile Intermediate")

    def issue(
        self, label, issuer=None, *, start="20200101000000Z", end="20991231235959Z", extensions=None, common_name=NAME,
        names=NAME, key="ec", digest="sha256", shows=(),
    ):
        """Creates a certificate signed by `issuer`, or self-signed. `shows`: further certificates that the server sends."""
        made = Identity(self.directory, label)
        kind = ["-newkey", f"rsa:{key[3:]}"] if key.startswith("rsa") else ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        request = f"{self.directory}/{label}.csr"
        self.run("req", "-new", "-nodes", *kind, "-keyout", made.key, "-out", request, "-subj", f"/CN={common_name}")
        (self.directory / f"{label}.ext").write_text(extensions or SERVER.format(name=names))
        by = ["-selfsign", "-keyfile", made.key] if issuer is None else ["-cert", issuer.certificate, "-keyfile", issuer.key]
        self.run(
            "ca", "-batch", "-notext", "-config", f"{self.directory}/ca.cnf", "-md", digest, *by, "-in", request,
            "-out", made.certificate, "-startdate", start, "-enddate", end, "-extfile", f"{self.directory}/{label}.ext",
        )
        parts = [made, *shows]
        pathlib.Path(made.chain).write_text("".join(pathlib.Path(part.certificate).read_text() for part in parts))
        return made

    @staticmethod
    def run(*arguments):
        done = subprocess.run(["openssl", *arguments], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"openssl {' '.join(arguments)}: {done.stderr}")
