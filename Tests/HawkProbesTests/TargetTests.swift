import HawkCore
import HawkProbes
import Testing

@Suite struct TargetTests {
    @Test(arguments: [
        ("https://Shop.Example", "https://shop.example/"),
        ("HTTP://shop.example:80/health?full=1#top", "http://shop.example/health?full=1"),
        ("https://shop.example:8443", "https://shop.example:8443/"), ("https://shop.example:?x", "https://shop.example/?x"),
        ("http://[2001:DB8::7]:8080/a", "http://[2001:db8::7]:8080/a"), ("http://192.0.2.7/ä", "http://192.0.2.7/%C3%A4"),
        ("http://db/a%20b", "http://db/a%20b"),
    ])
    func `a URL has one canonical form`(_ text: String, _ canonical: String) throws {
        #expect(try HTTPTarget(parsing: text).canonical == canonical)
        #expect(try HTTPTarget(parsing: canonical).canonical == canonical)
    }

    @Test(arguments: [
        ("ftp://shop.example", "http://"), ("shop.example", "http://"), ("javascript://x", "http://"), ("https://", "no host"),
        ("https://user:pw@shop.example", "credentials"), ("https://user@shop.example", "credentials"),
        ("https://shop.example:0", "port"), ("https://shop.example:65536", "port"), ("https://shop.example:-1", "port"),
        ("https://shop.example:8a", "port"), ("https://bücher.example", "Punycode"), ("https://a b.example", "spaces"),
        ("https://shop.example/\r\nX: y", "control"), ("https://shop.example\\@evil.example", "backslashes"),
        ("https://127.1", "host"), ("https://[::1", "IPv6"), ("https://::1/", "host"), ("https://[::1%25eth0]/", "IPv6"),
        ("https://x.example/" + String(repeating: "a", count: 2_048), "longer"),
    ])
    func `an unsupported URL is refused with a reason`(_ text: String, _ part: String) {
        let error = #expect(throws: InvalidTarget.self) { try HTTPTarget(parsing: text) }
        #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        ("DB.example:5432", "db.example:5432"), ("192.0.2.7:22", "192.0.2.7:22"), ("[2001:DB8::7]:22", "[2001:db8::7]:22"),
    ])
    func `host and port have one canonical form`(_ text: String, _ canonical: String) throws {
        #expect(try HostAndPort(parsing: text).canonical == canonical)
    }

    @Test(arguments: [
        "db.example", "db.example:", ":5432", "db.example:0", "db.example:99999", "2001:db8::7:22", "http://db:80", "db:5432/x",
        "db :1", "[::1]", "[192.0.2.7]:80", "db:+80",
    ])
    func `an invalid host and port is refused`(_ text: String) {
        #expect(throws: InvalidTarget.self) { try HostAndPort(parsing: text) }
    }

    @Test(arguments: [("Router.Example", "router.example"), ("::1", "::1"), ("[::1]", "::1"), ("192.0.2.7", "192.0.2.7")])
    func `a host to ping is a name or an address`(_ text: String, _ canonical: String) throws {
        #expect(try ICMPTarget(parsing: text).canonical == canonical)
    }

    @Test(arguments: ["http://router.example", "router.example:80", "-f", "a;b", "10.0.0.0/8"])
    func `nothing else can be pinged`(_ text: String) {
        #expect(throws: InvalidTarget.self) { try ICMPTarget(parsing: text) }
    }
}
