"""Creates certificate chains of many kinds with openssl in a directory, and records openssl's verdict on each.

Prints one JSON object: for each case its host, its chain (DER in base64, leaf first), its trusted roots (PEM) and openssl's
verdict.
"""

import base64
import json
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta, timezone

NOW = datetime.now(timezone.utc)
CA = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"
SERVER = "basicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth\n"
CONFIGURATION = """
[ca]
default_ca=d
[d]
database=index.txt
new_certs_dir=.
rand_serial=yes
policy=p
unique_subject=no
email_in_dn=no
[p]
commonName=optional
organizationName=optional
"""


def openssl(*arguments):
    return subprocess.run(["openssl", *arguments], check=True, capture_output=True).stdout


def key(name, kind="P-256"):
    """Returns the path of a private key, created once per name."""
    path = f"{name}.key"
    if not os.path.exists(path):
        if kind.startswith("RSA"):
            openssl("genrsa", "-out", path, kind[3:])
        elif kind == "DSA":
            openssl("dsaparam", "-genkey", "-noout", "-out", path, "1024")
        elif kind.startswith("ED"):
            openssl("genpkey", "-algorithm", kind, "-out", path)
        else:
            openssl("ecparam", "-genkey", "-noout", "-name", kind, "-out", path)
    return path


class Certificate:
    """A certificate signed by `issuer`, or self-signed without one."""

    count = 0

    def __init__(self, subject, extensions, issuer=None, kind="P-256", owner=None, start=-30, end=30, digest="sha256", more=(),
                 key_of=None):
        Certificate.count += 1
        self.subject, self.path = subject, f"{Certificate.count}.pem"
        self.key = key(key_of or owner or f"key-{subject.replace('/', '-').replace(' ', '')}-{kind}", kind)
        with open("extensions", "w") as file:
            file.write(extensions)
        openssl("req", "-new", "-key", self.key, "-subj", subject, "-out", "request")
        signer = ["-selfsign", "-keyfile", self.key] if issuer is None else ["-cert", issuer.path, "-keyfile", issuer.key]
        dates = [moment.strftime("%Y%m%d%H%M%SZ") for moment in (NOW + timedelta(days=start), NOW + timedelta(days=end))]
        openssl("ca", "-batch", "-config", "configuration", "-preserveDN", "-notext", "-md", digest, "-in", "request",
                "-out", self.path, "-startdate", dates[0], "-enddate", dates[1], "-extfile", "extensions", *signer, *more)
        with open(self.path) as file:
            self.pem = file.read()

    @property
    def der(self):
        return base64.b64decode("".join(re.findall("(?s)-----BEGIN CERTIFICATE-----(.*?)-----END", self.pem)[0].split()))


class Raw:
    """Arbitrary bytes in place of a certificate."""

    def __init__(self, der):
        self.der = der
        self.pem = f"-----BEGIN CERTIFICATE-----\n{base64.encodebytes(der).decode()}-----END CERTIFICATE-----\n"


class Cases:
    def __init__(self):
        self.found = {}

    def add(self, name, chain, roots, host="shop.test"):
        with open("leaf", "w") as leaf, open("others", "w") as others, open("roots", "w") as trusted:
            leaf.write(chain[0].pem)
            others.write("".join(certificate.pem for certificate in chain[1:]))
            trusted.write("".join(root.pem for root in roots))
        is_address = re.fullmatch(r"[0-9.]+|.*:.*", host)
        command = ["openssl", "verify", "-no-CApath", "-no-CAstore", "-partial_chain", "-purpose", "sslserver", "-auth_level", "2",
                   "-verify_ip" if is_address else "-verify_hostname", host, "-CAfile", "roots"]
        command += ["-untrusted", "others"] if len(chain) > 1 else []
        run = subprocess.run([*command, "leaf"], capture_output=True, text=True)
        self.found[name] = {
            "host": host,
            "chain": [base64.b64encode(certificate.der).decode() for certificate in chain],
            "roots": "".join(root.pem for root in roots),
            "openssl": run.returncode == 0,
            "openssl_says": " ".join((run.stdout + run.stderr).split()),
        }


def names(*texts):
    return SERVER + "subjectAltName=" + ",".join(texts) + "\n"


def make(cases):
    root = Certificate("/CN=Root", CA, end=3000)
    middle = Certificate("/CN=Middle", CA, root, end=2000)
    plain = Certificate("/CN=shop", names("DNS:shop.test"), middle)
    add = cases.add

    def leaf(extensions=names("DNS:shop.test"), issuer=root, **options):
        return Certificate("/CN=shop", extensions, issuer, **options)

    def authority(extensions, issuer=root, name="/CN=Other Middle", **options):
        return Certificate(name, extensions, issuer, **options)

    def below(intermediate, extensions=names("DNS:shop.test"), **options):
        return [leaf(extensions, intermediate, **options), intermediate]

    add("plain", [plain, middle], [root])
    add("root sent along", [plain, middle, root], [root])
    add("out of order", [plain, root, middle], [root])
    add("sent twice", [plain, middle, middle, plain, middle], [root])
    strangers = [Certificate(f"/CN=Stranger {number}", CA) for number in range(4)]
    add("strangers among them", [plain, *strangers, middle], [root])
    add("a pile of strangers", [plain] + strangers * 12 + [middle], [root])
    add("an unreadable one among them", [plain, Raw(b"\x30\x03\x02\x01\x01"), middle], [root])
    add("middle trusted", [plain], [middle])
    add("another of its own trusted", [leaf(issuer=None)], [Certificate("/CN=shop", names("DNS:shop.test"))])
    own = Certificate("/CN=shop", names("DNS:shop.test"))
    add("own certificate trusted", [own], [own])
    add("no names", [leaf(SERVER)], [root])
    add("common name only", [Certificate("/CN=shop.test", SERVER, root)], [root])
    for name, host, *sans in [
        ("wildcard", "a.shop.test", "DNS:*.shop.test"), ("wildcard two labels deep", "a.b.shop.test", "DNS:*.shop.test"),
        ("wildcard for its parent", "shop.test", "DNS:*.shop.test"), ("wildcard within a label", "ab.shop.test", "DNS:a*.shop.test"),
        ("wildcard below nothing", "shop.test", "DNS:*.test"), ("capital letters", "shop.test", "DNS:SHOP.Test"),
        ("wrong name", "shop.test", "DNS:other.test"), ("second name", "shop.test", "DNS:other.test", "DNS:shop.test"),
        ("international name", "xn--bcher-kva.test", "DNS:xn--bcher-kva.test"), ("underscore", "a_b.shop.test", "DNS:a_b.shop.test"),
        ("IPv4", "192.0.2.7", "IP:192.0.2.7"), ("IPv6", "2001:db8::7", "IP:2001:db8::7"), ("wrong IPv4", "192.0.2.8", "IP:192.0.2.7"),
        ("address as a name", "192.0.2.7", "DNS:192.0.2.7"), ("name and other kinds", "shop.test", "URI:https://x.test", "email:a@b.test",
                                                                "DNS:shop.test"),
        ("dot at the end of the name", "shop.test", "DNS:shop.test."),
    ]:
        add(name, [leaf(names(*sans))], [root], host)

    add("expired", [leaf(start=-30, end=-1)], [root])
    add("not yet valid", [leaf(start=1)], [root])
    add("expired middle", below(authority(CA, start=-30, end=-1)), [root])
    add("middle not yet valid", below(authority(CA, start=1)), [root])
    old = Certificate("/CN=Old Root", CA, end=-1)
    add("expired root", [leaf(issuer=old)], [old])
    crossed = Certificate("/CN=Root", CA, old, key_of=root.key[:-4], end=-1)
    add("cross-signed by an expired root", [plain, middle, crossed], [root, old])
    add("only the expired cross-signature", [plain, middle, crossed], [old])

    add("self-signed", [leaf(issuer=None)], [root])
    unknown = Certificate("/CN=Unknown Root", CA)
    add("unknown root", below(authority(CA, unknown)), [root])
    add("unknown root sent along", [*below(authority(CA, unknown)), unknown], [root])
    add("middle missing", [plain], [root])
    access = "authorityInfoAccess=caIssuers;URI:http://ca.test/middle.crt\n"
    add("middle missing, with its place", [leaf(names("DNS:shop.test") + access, middle)], [root])
    other = Certificate("/CN=Root", CA, key_of="another-root")
    add("other root of that name", [plain, middle], [other])
    forged = bytearray(plain.der)
    forged[-1] ^= 1
    add("forged", [Raw(bytes(forged)), middle], [root])
    add("unreadable", [Raw(b"\x30\x03\x02\x01\x01")], [root])

    add("middle no authority", below(authority("basicConstraints=critical,CA:FALSE\n")), [root])
    add("middle without constraints", below(authority("subjectKeyIdentifier=hash\n")), [root])
    add("middle may not sign", below(authority("basicConstraints=critical,CA:TRUE\nkeyUsage=critical,cRLSign\n")), [root])
    short = authority(CA.replace("CA:TRUE", "CA:TRUE,pathlen:0"))
    add("path length kept", below(short), [root])
    add("path length exceeded", [*below(authority(CA, short, "/CN=Too Deep")), short], [root])
    add("authority as server", [leaf(CA.replace("keyCertSign", "digitalSignature,keyCertSign")
                                     + "subjectAltName=DNS:shop.test\n")], [root])
    ancient = Certificate("/CN=Ancient Root", CA, digest="sha1", kind="RSA2048")
    add("root signed with SHA-1", [leaf(issuer=ancient)], [ancient])

    add("for clients only", [leaf(names("DNS:shop.test").replace("serverAuth", "clientAuth"))], [root])
    add("for servers and clients", [leaf(names("DNS:shop.test").replace("serverAuth", "clientAuth,serverAuth"))], [root])
    add("for everything", [leaf("subjectAltName=DNS:shop.test\n")], [root])
    add("middle for clients only", below(authority(CA + "extendedKeyUsage=clientAuth\n")), [root])
    for name, constraint, *sans in [
        ("permitted name", "permitted;DNS:shop.test", "DNS:www.shop.test", "DNS:shop.test"),
        ("name not permitted", "permitted;DNS:other.test", "DNS:shop.test"),
        ("name that only ends alike", "permitted;DNS:hop.test", "DNS:shop.test"),
        ("excluded name", "excluded;DNS:test", "DNS:shop.test"),
        ("other name excluded", "excluded;DNS:other.test", "DNS:shop.test"),
        ("address not permitted", "permitted;IP:192.0.2.0/255.255.255.0", "DNS:shop.test", "IP:198.51.100.1"),
        ("permitted address", "permitted;IP:192.0.2.0/255.255.255.0", "DNS:shop.test", "IP:192.0.2.9"),
        ("addresses excluded", "excluded;IP:0.0.0.0/0.0.0.0", "DNS:shop.test"),
        ("mail restricted", "permitted;email:other.test", "DNS:shop.test"),
    ]:
        add(name, below(authority(f"{CA}nameConstraints=critical,{constraint}\n"), names(*sans)), [root])
    for name, organization in [("directory permitted", "Shops"), ("directory not permitted", "Thieves")]:
        restricted = authority(f"{CA}nameConstraints=critical,permitted;dirName:place\n[place]\nO=Shops\n")
        add(name, [Certificate(f"/O={organization}/CN=shop", names("DNS:shop.test"), restricted), restricted], [root])
    add("strange critical extension", [leaf(names("DNS:shop.test") + "1.2.3.4=critical,DER:0500\n")], [root])
    add("middle with strange critical extension", below(authority(CA + "1.2.3.4=critical,DER:0500\n")), [root])
    add("strange extension", [leaf(names("DNS:shop.test") + "1.2.3.4=DER:0500\n")], [root])
    add("critical policies", [leaf(names("DNS:shop.test") + "certificatePolicies=critical,2.23.140.1.2.1\n")], [root])

    for name, kind in [
        ("RSA", "RSA2048"), ("P-384", "P-384"), ("P-521", "P-521"), ("Ed25519", "ED25519"), ("RSA of 1024 bits", "RSA1024"),
        ("P-192", "prime192v1"), ("P-224", "secp224r1"), ("DSA", "DSA"), ("secp256k1", "secp256k1"), ("Ed448", "ED448"),
    ]:
        add(f"key {name}", [leaf(kind=kind)], [root])
    rsa = Certificate("/CN=RSA Root", CA, kind="RSA2048")
    for name, options in [
        ("MD5", {"digest": "md5"}), ("SHA-1", {"digest": "sha1"}), ("SHA-224", {"digest": "sha224"}), ("SHA-512", {"digest": "sha512"}),
        ("RSASSA-PSS", {"more": ("-sigopt", "rsa_padding_mode:pss")}),
    ]:
        add(f"signed with {name}", [leaf(issuer=rsa, **options)], [rsa])
    add("signed with ECDSA and SHA-1", [leaf(digest="sha1")], [root])
    add("middle signed with SHA-1", below(authority(CA, rsa, digest="sha1")), [rsa])
    add("middle signed with MD5", below(authority(CA, rsa, digest="md5")), [rsa])
    add("middle with RSA of 1024 bits", below(authority(CA, kind="RSA1024")), [root])


if __name__ == "__main__":
    os.chdir(sys.argv[1])
    with open("configuration", "w") as file:
        file.write(CONFIGURATION)
    open("index.txt", "w").close()
    found = Cases()
    make(found)
    json.dump(found.found, sys.stdout)
