"""Many ways in which a target may misbehave, with the correct verdict for each."""

import dataclasses
import ssl
import struct

import servers as s
from certificates import NAME, SERVER

SHORT = 0.5
LONG = 10.0
#: Objects that must stay alive while a case may use them.
KEPT = []


@dataclasses.dataclass
class Case:
    name: str
    target: str
    outcome: str
    #: The acceptable reasons: in some cases the kernel decides whether a reset or an end is seen.
    reasons: tuple
    #: Text that the message must contain.
    words: str = ""
    type: str = "http"
    settings: dict = dataclasses.field(default_factory=dict)
    timeout: float = LONG
    ca_file: str = None


def all_cases(certificates):
    return [*http(), *tls(certificates), *http2(certificates), *families(), *tcp(), *dns()]


def down(name, behave, reasons, words="", path="/", timeout=LONG, outcome="down", **settings):
    """Returns a case of a plain HTTP target."""
    server = s.Listener(behave)
    reasons = (reasons,) if isinstance(reasons, str) else reasons
    return Case(name, f"http://{s.HOST}:{server.port}{path}", outcome, reasons, words, settings=settings, timeout=timeout)


def up(name, behave, **settings):
    return down(name, behave, "none", outcome="up", **settings)


def contains(text):
    return [{"source": "body", "operator": "contains", "value": text}]


def http():
    head = "HTTP/1.1 200 OK\r\n"
    chunked = head + "Transfer-Encoding: chunked\r\n\r\n"
    hole = s.BlackHole()
    KEPT.append(hole)
    yield Case("a closed port", f"http://{s.HOST}:{s.closed_port()}/", "down", ("refused",))
    yield Case("a black hole", f"http://{s.HOST}:{hole.port}/", "down", ("timeout",), "no connection", timeout=SHORT)
    yield down("accepts and never answers", s.hold, "timeout", "no answer", timeout=SHORT)
    yield down("closes at once", s.close, "protocol")
    yield down("resets at once", s.reset, "protocol")
    yield down("closes after the request", s.first(s.close), "protocol", "without an answer")
    yield down("resets after the request", s.first(s.reset), "protocol", "reset")
    yield down("closes within the status line", s.first(s.say("HTTP/1.")), "protocol")
    yield down("resets within the status line", s.first(s.say("HTTP/1."), s.reset), "protocol")
    yield down("closes within the headers", s.first(s.say(head + "A: b\r\n")), "protocol")
    yield down("resets within the headers", s.first(s.say(head + "A: b\r\n"), s.reset), "protocol")
    yield down("closes within the body", s.first(s.say(head + "Content-Length: 10\r\n\r\nabc")), "protocol", "complete")
    yield down("resets within the body", s.first(s.say(head + "Content-Length: 10\r\n\r\nabc"), s.reset), "protocol")
    yield down("closes within a chunk", s.first(s.say(chunked + "5\r\nab")), "protocol")
    yield down("closes before the last chunk", s.first(s.say(chunked + "2\r\nab\r\n")), "protocol")
    yield down("drips its status line", s.first(s.drip("HTTP/1.1 200 OK")), "timeout", timeout=SHORT)
    yield down("drips its headers", s.first(s.say(head), s.drip("A: b")), "timeout", timeout=SHORT)
    yield down("drips its body", s.first(s.say(head + "Content-Length: 999\r\n\r\n"), s.drip("x")), "timeout", "complete", timeout=SHORT)
    yield down("drips chunks", s.first(s.say(chunked), s.drip("1\r\nx\r\n")), ("timeout", "protocol"), timeout=SHORT)
    yield down("is silent after its headers", s.first(s.say(head + "Content-Length: 5\r\n\r\n"), s.hold), "timeout", timeout=SHORT)
    yield down("endless headers", s.first(s.say(head), s.flood("A: b\r\n")), "too_large", "headers")
    yield down("one endless header", s.first(s.say(head + "A: "), s.flood("b")), "too_large", "headers")
    yield down("an endless status line", s.first(s.say("HTTP/1.1 200 "), s.flood("b")), ("too_large", "protocol"))
    yield up("an endless body", s.first(s.say(head + "\r\n"), s.flood("x")))
    yield up("endless chunks", s.first(s.say(chunked), s.flood("5\r\nxxxxx\r\n")))
    yield down("endless chunks of one byte", s.first(s.say(chunked), s.flood("1\r\nx\r\n")), "too_large", "1280 KiB")
    yield down("an endless body to be searched", s.first(s.say(head + "\r\n"), s.flood("x")), "too_large", assertions=contains("y"))
    yield down("endless redirects", s.redirect_deeper, "protocol", "redirect")
    yield down("a redirect to itself", s.first(s.redirect("/")), "protocol", "redirect")
    yield down("a redirect to nonsense", s.first(s.redirect("http://[::")), "protocol", "redirect")
    yield down("a redirect to another scheme", s.first(s.redirect("ftp://hostile.test/")), "protocol", "redirect")
    yield down("a redirect to cloud metadata", s.first(s.redirect("http://169.254.169.254/")), "policy", "metadata")
    yield down("a redirect to mapped cloud metadata", s.first(s.redirect("http://[::ffff:169.254.169.254]/")), "policy", "metadata")
    yield down("a redirect to a closed port", s.first(s.redirect(f"http://{s.HOST}:{s.closed_port()}/")), "refused")
    yield down("garbage", s.first(s.say(s.garbage(4_096)), s.hold), "protocol", "not HTTP")
    yield down("endless garbage", s.first(s.flood(s.garbage(4_096))), ("protocol", "too_large"))
    yield down("an SSH banner", s.at_once(s.say("SSH-2.0-OpenSSH_9.2\r\n"), s.hold), "protocol", "not HTTP")
    yield down("an SMTP banner", s.at_once(s.say("220 hostile.test ESMTP\r\n"), s.hold), "protocol", "not HTTP")
    yield down("HTTP/0.9", s.first(s.say("<html>hello</html>")), "protocol", "not HTTP")
    yield down("a status that is no number", s.first(s.say("HTTP/1.1 abc\r\n\r\n"), s.hold), "protocol", "not HTTP")
    yield down("a version that is none", s.first(s.say("HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n"), s.hold), "protocol")
    yield down("a negative length", s.first(s.say(head + "Content-Length: -1\r\n\r\n"), s.hold), "protocol")
    yield down("a length beyond all bounds", s.first(s.say(head + f"Content-Length: {10**30}\r\n\r\nx"), s.hold), "protocol")
    yield down("two different lengths", s.first(s.say(head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"), s.hold), "protocol")
    yield down("a chunk size that is none", s.first(s.say(chunked + "zz\r\nab\r\n"), s.hold), "protocol")
    yield down("a chunk size beyond all bounds", s.first(s.say(chunked + "fffffffffffffffff\r\nab\r\n"), s.hold), "protocol")
    yield down("a header without a colon", s.first(s.say(head + "nonsense\r\n\r\n"), s.hold), "protocol")
    yield down("a NUL in a header", s.first(s.say(head + "A: b\0c\r\nContent-Length: 0\r\n\r\n"), s.hold), "protocol")
    yield down("a storm of 100 Continue", s.first(s.flood("HTTP/1.1 100 Continue\r\n\r\n", 1 << 40)), "too_large", "1280 KiB")
    yield down("100 Continue, again and again", s.first(s.repeat("HTTP/1.1 100 Continue\r\n\r\n")), "timeout", timeout=SHORT)
    yield down("switches protocols unasked", s.first(s.say("HTTP/1.1 101 Switching Protocols\r\n\r\n"), s.hold), ("status", "protocol"))
    yield down("a compression bomb", s.first(s.answer(s.bomb(), headers="Content-Encoding: gzip\r\n")), "too_large", assertions=contains("y"))
    yield down("broken compression", s.first(s.answer(s.garbage(999), headers="Content-Encoding: gzip\r\n")), "protocol", assertions=contains("y"))
    yield down("compression that ends early", s.first(s.answer(s.gzip.compress(s.garbage(999))[:500], headers="Content-Encoding: gzip\r\n")), "protocol", assertions=contains("y"))
    yield down("an error", s.first(s.answer(status="500 Oh")), "status", "500")
    yield down("another content", s.first(s.answer("no")), "assertion", assertions=contains("yes"))
    yield up("an answer without a body", s.first(s.say("HTTP/1.1 204 No Content\r\n\r\n")))
    yield up("an answer to HTTP/1.0", s.first(s.say("HTTP/1.0 200 OK\r\n\r\nok")))
    yield up("an early hint before its answer", s.first(s.say("HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n"), s.answer()))


def secured(name, context, outcome, reasons, words="", behave=None, ca_file=None, timeout=LONG, **settings):
    behave = behave or s.first(s.answer())
    server = s.Listener(behave, tls=context)
    reasons = (reasons,) if isinstance(reasons, str) else reasons
    settings = {"server_name": NAME} | settings
    return Case(name, f"https://{s.HOST}:{server.port}/", outcome, reasons, words, settings=settings, ca_file=ca_file, timeout=timeout)


def tls(c):
    """Invalid certificates, each with its own message, and handshakes that fail."""
    trust = c.root.certificate
    good = c.issue("good", c.root)

    def chain(name, identity, outcome, reasons, words, weak=False):
        return secured(name, s.context(identity, weak=weak), outcome, reasons, words, ca_file=trust)

    yield chain("a good certificate", good, "up", "none", "")
    yield chain("a good chain", c.issue("chain", c.intermediate, shows=[c.intermediate]), "up", "none", "")
    yield chain("a chain with its root", c.issue("rooted", c.intermediate, shows=[c.intermediate, c.root]), "up", "none", "")
    yield chain("an expired certificate", c.issue("expired", c.root, end="20210203040506Z"), "down", "certificate_expired", "3 Feb 2021")
    yield chain("one that is not valid yet", c.issue("early", c.root, start="20990203040506Z"), "down", "certificate_invalid", "3 Feb 2099")
    yield chain("one for another name", c.issue("other", c.root, common_name="other.test", names="other.test"), "down", "certificate_invalid", "other.test")
    yield chain("a self-signed one", c.issue("selfsigned"), "down", "certificate_invalid", "self-signed")
    foreign = c.issue("foreign-root", extensions="basicConstraints = critical,CA:TRUE\n", common_name="Foreign Root")
    yield chain("one of an unknown issuer", c.issue("unknown", foreign), "down", "certificate_invalid", "trusted")
    yield chain("a missing intermediate", c.issue("alone", c.intermediate), "down", "certificate_invalid", "intermediate")
    stale = c.issue("stale", c.root, end="20210203040506Z", extensions="basicConstraints = critical,CA:TRUE\n", common_name="Stale Intermediate")
    yield chain("an expired intermediate", c.issue("under-stale", stale, shows=[stale]), "down", "certificate_expired", "Stale")
    yield chain("a weak key", c.issue("weak-key", c.root, key="rsa1024"), "down", "certificate_invalid", "1024", weak=True)
    yield chain("a weak signature", c.issue("weak-sign", c.root, digest="sha1"), "down", "certificate_invalid", "SHA-1", weak=True)
    client = c.issue("client-only", c.root, extensions=SERVER.format(name=NAME).replace("serverAuth", "clientAuth"))
    yield chain("one for clients only", client, "down", "certificate_invalid", "")
    unnamed = c.issue("unnamed", c.root, extensions="basicConstraints = critical,CA:FALSE\n")
    yield chain("one without names", unnamed, "down", "certificate_invalid", "")
    yield chain("one signed by a server's", c.issue("by-leaf", good, shows=[good]), "down", "certificate_invalid", "")
    yield secured("a bad certificate that is not verified", s.context(c.issue("unverified")), "up", "none", ca_file=trust, verify_tls=False)

    def raw(name, behave, reasons, words="", timeout=LONG):
        return secured(name, None, "down", reasons, words, behave=behave, ca_file=trust, timeout=timeout)

    yield raw("plain HTTP", s.at_once(lambda c: c.recv(65_536), s.answer()), "tls", "does not speak TLS")
    yield raw("plain HTTP, said at once", s.at_once(s.answer(), s.hold), "tls", "does not speak TLS")
    yield raw("garbage for a handshake", s.at_once(s.say(s.garbage(500)), s.hold), ("tls", "protocol"))
    yield raw("closes in the handshake", s.close, "protocol", "handshake")
    yield raw("resets in the handshake", lambda c: (c.recv(100), s.reset(c)), "protocol", "handshake")
    yield raw("silence in the handshake", s.hold, "timeout", "handshake", timeout=SHORT)
    yield raw("half of a record", s.at_once(s.say(b"\x16\x03\x03\x40\x00" + s.garbage(50)), s.hold), ("timeout", "tls"), timeout=SHORT)
    yield raw("an endless handshake", s.at_once(s.flood(b"\x16\x03\x03\x00\x04\x00\x00\x00\x00")), ("tls", "protocol"))
    yield raw("a handshake refused", s.at_once(s.say(b"\x15\x03\x03\x00\x02\x02\x28"), s.hold), "tls")
    old = (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1)
    yield secured("only TLS 1.1", s.context(good, versions=old), "down", "tls", ca_file=trust)
    for version in [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]:
        number = version.name[-1]
        yield secured(
            f"wants a client's certificate, TLS 1.{number}", s.context(good, versions=(version, version), demands=trust), "down",
            "tls", "certificate", ca_file=trust)
    yield secured("closes after the handshake", s.context(good), "down", "protocol", behave=s.close, ca_file=trust)
    yield secured("resets after the request", s.context(good), "down", "protocol", behave=s.first(s.reset), ca_file=trust)
    yield secured(
        "an answer over TLS that ends early", s.context(good), "down", "protocol",
        behave=s.first(s.say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")), ca_file=trust)
    yield secured("silence over TLS", s.context(good), "down", "timeout", "no answer", behave=s.first(s.hold), ca_file=trust, timeout=SHORT)


def http2(c):
    good = c.issue("http2", c.root)
    settings = s.frame(4)
    ok = s.frame(1, 1, b"\x88", flags=4)

    def case(name, said, reasons, words="", then=s.hold, timeout=LONG):
        behave = s.at_once(s.say(settings), lambda connection: connection.recv(65_536), s.say(said), then)
        return secured(
            name, s.context(good, protocols=["h2"]), "down", reasons, words, behave=behave, ca_file=c.root.certificate,
            timeout=timeout, http_version="2")

    yield case("GOAWAY before the answer", s.frame(7, 0, struct.pack(">II", 0, 11)), "protocol", then=s.close)
    yield case("RST_STREAM before the answer", s.frame(3, 1, struct.pack(">I", 7)), "protocol", "REFUSED_STREAM")
    yield case("RST_STREAM within the body", ok + s.frame(0, 1, b"a") + s.frame(3, 1, struct.pack(">I", 2)), "protocol", "INTERNAL_ERROR")
    yield case("HTTP/2 and then nothing", b"", "timeout", timeout=SHORT)
    yield case("garbage after the settings", b"\xff" * 64, "protocol")
    yield case("HTTP/2 headers that cannot be decoded", s.frame(1, 1, b"\xff" * 16, flags=4), "protocol")
    yield case("a storm of pings", s.frame(6, 0, bytes(8)) * 20_000, "protocol")
    yield case("endless continuations", s.frame(1, 1, b"\x88") + s.frame(9, 1, b"\x40\x01a\x01a") * 20_000, "protocol")
    yield case("HTTP/2 closed within the body", ok + s.frame(0, 1, b"a"), "protocol", then=s.close)
    yield secured(
        "no HTTP/2 where it is wanted", s.context(good), "down", ("protocol", "tls"), ca_file=c.root.certificate, http_version="2")


def families():
    """`localhost` has an address of each family in every hosts file."""
    for name, host in [("IPv6 only", "::1"), ("IPv4 only", "127.0.0.1")]:
        server = s.Listener(s.first(s.answer()), host=host)
        yield Case(f"a dual name, answered over {name}", f"http://localhost:{server.port}/", "up", ("none",))
    server = s.listener_of_one_family(s.first(s.answer()))
    yield Case("an address of IPv6", f"http://[::1]:{server.port}/", "up", ("none",))
    only = {"ip_version": "4"}
    yield Case("the other family is pinned", f"http://localhost:{server.port}/", "down", ("refused",), settings=only)


def tcp():
    def case(name, behave, outcome, reasons, words="", timeout=LONG, **settings):
        server = s.Listener(behave)
        reasons = (reasons,) if isinstance(reasons, str) else reasons
        return Case(name, f"{s.HOST}:{server.port}", outcome, reasons, words, "tcp", settings, timeout)

    pong = {"send": r"PING\r\n", "expect": "PONG"}
    yield Case("TCP: a closed port", f"{s.HOST}:{s.closed_port()}", "down", ("refused",), type="tcp")
    yield case("TCP: an open port", s.hold, "up", "none")
    yield case("TCP: the expected reply", lambda c: (c.recv(99), s.say("+PONG\r\n")(c), s.hold(c)), "up", "none", **pong)
    yield case("TCP: another reply", lambda c: (c.recv(99), s.say("-ERR\r\n")(c)), "down", "assertion", "PONG", **pong)
    yield case("TCP: no reply", s.hold, "down", "timeout", "PONG", timeout=SHORT, **pong)
    yield case("TCP: an endless reply", s.at_once(s.flood("x")), "down", ("assertion", "too_large"), **pong)
    yield case("TCP: closed without a reply", lambda c: c.recv(99), "down", "protocol", **pong)
    yield case("TCP: reset instead of a reply", lambda c: (c.recv(99), s.reset(c)), "down", "protocol", **pong)
    smtp = {"starttls": "smtp"}
    banner = "220 hostile.test ESMTP\r\n"
    yield case("SMTP: no banner", s.hold, "down", "timeout", timeout=SHORT, **smtp)
    yield case("SMTP: an endless banner", s.at_once(s.flood("220-x\r\n")), "down", ("protocol", "too_large"), **smtp)
    yield case("SMTP: not a mail server", s.at_once(s.say("SSH-2.0-x\r\n"), s.hold), "down", "protocol", **smtp)
    no_tls = s.at_once(s.say(banner), lambda c: c.recv(99), s.say("250 hostile.test\r\n"), lambda c: c.recv(99), s.say("502 no\r\n"), s.hold)
    yield case("SMTP: no STARTTLS", no_tls, "down", ("protocol", "tls"), "STARTTLS", **smtp)
    injected = s.at_once(
        s.say(banner), lambda c: c.recv(99), s.say("250-hostile.test\r\n250 STARTTLS\r\n"), lambda c: c.recv(99),
        s.say("220 go\r\n250 injected\r\n"), s.hold)
    yield case("SMTP: words injected before TLS", injected, "down", ("protocol", "tls"), **smtp)
    yield case("IMAP: closed at once", s.close, "down", "protocol", starttls="imap")
    yield case("POP3: refuses", s.at_once(s.say("-ERR no\r\n"), s.hold), "down", "protocol", starttls="pop3")
    yield Case("TLS: no TLS there", f"{s.HOST}:{s.Listener(s.at_once(s.say(banner), s.hold)).port}", "down", ("tls", "protocol"), type="tls")


def dns():
    """A configured resolver is itself the target, so its silence is not a runner fault."""

    def case(name, behave, outcome, reasons, words="", timeout=LONG, **settings):
        server = s.NameServer(behave)
        reasons = (reasons,) if isinstance(reasons, str) else reasons
        settings = {"resolver": f"{s.HOST}:{server.port}"} | settings
        return Case(f"DNS: {name}", NAME, outcome, reasons, words, "dns", settings, timeout)

    address = s.record(1, bytes([192, 0, 2, 1]))
    alias = s.record(5, b"\xc0\x0c")
    huge = s.record(16, b"\xff" + b"x" * 255) * 200
    yield case("an address", lambda q, _: [s.dns(q, answers=address, count=1)], "up", "none", expected=["192.0.2.1"])
    yield case("another address", lambda q, _: [s.dns(q, answers=address, count=1)], "down", "assertion", "192.0.2.1", expected=["192.0.2.2"])
    yield case("NXDOMAIN", lambda q, _: [s.dns(q, code=3)], "down", "dns", "does not exist")
    yield case("NXDOMAIN as expected", lambda q, _: [s.dns(q, code=3)], "up", "none", expected_rcode="NXDOMAIN")
    yield case("SERVFAIL", lambda q, _: [s.dns(q, code=2)], "down", "status", "SERVFAIL")
    yield case("REFUSED", lambda q, _: [s.dns(q, code=5)], "down", "status", "REFUSED")
    yield case("no record", lambda q, _: [s.dns(q)], "down", "dns")
    yield case("silence", lambda q, _: [], "down", "timeout", timeout=SHORT)
    yield case("garbage", lambda q, _: [s.garbage(300)], "down", ("timeout", "protocol"), timeout=SHORT)
    yield case("answers with another id", lambda q, _: [s.dns(q, answers=address, count=1, identifier=1)], "down", ("timeout", "protocol"), timeout=SHORT)
    yield case("an alias of itself", lambda q, _: [s.dns(q, answers=alias, count=1)], "down", ("dns", "protocol"))
    yield case("pointers in a circle", lambda q, _: [s.dns(q, answers=s.record(5, b"\xc0\x0c", name=b"\xc0\x1e"), count=1)], "down", ("dns", "protocol", "timeout"), timeout=SHORT)
    yield case("more records claimed than there are", lambda q, _: [s.dns(q, answers=address, count=60_000)], "down", ("too_large", "protocol"))
    yield case("a huge answer over TCP", lambda q, tcp: [s.dns(q, answers=huge, count=200) if tcp else s.dns(q, truncated=True)], "up", "none", record_type="TXT")
    yield Case("DNS: a closed port", NAME, "down", ("refused", "timeout", "unreachable"), "", "dns", {"resolver": f"{s.HOST}:{s.closed_port()}"}, SHORT)
