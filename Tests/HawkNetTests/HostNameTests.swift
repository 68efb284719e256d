import HawkNet
import Testing

@Suite struct HostNameTests {
    @Test(arguments: [
        ("Shop.Example.", "shop.example"), ("db", "db"), ("_sip._tcp.example", "_sip._tcp.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ])
    func `a name has one canonical form`(_ text: String, _ canonical: String) {
        #expect(HostName(text)?.text == canonical)
    }

    @Test(arguments: [
        "", ".", "a..b", "-a.example", "a-.example", "bücher.example", "a b", "127.1", "2130706433", "0x7f.1", "host.123", "a/b",
        "a:b", "a%b",
        String(repeating: "a", count: 64), Array(repeating: "abcdefgh", count: 30).joined(separator: "."),
    ])
    func `an invalid name is refused`(_ text: String) {
        #expect(HostName(text) == nil)
    }

    @Test(arguments: ["127.1", "1.2.3.4.5", "[::1]", "fe80::1%eth0", "", "0x7f000001"])
    func `an address has only its usual notations`(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func `an address prints as it is read`() {
        for text in ["192.0.2.7", "2001:db8::7", "::1", "::"] { #expect(IPAddress(text)?.description == text) }
        #expect(IPAddress("2001:DB8:0::7")?.description(port: 443) == "[2001:db8::7]:443")
    }
}
