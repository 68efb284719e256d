import HawkCore
import HawkTestSupport
import Testing

@testable import HawkProbes

@Suite struct TCPSettingsTests {
    @Test(arguments: [
        (#"PING\r\n"#, Array("PING\r\n".utf8)), (#"\x00\xfFz"#, [0, 255, 0x7A]), (#"a\\n\t"#, Array("a\\n\t".utf8)),
        ("ä\n", [0xC3, 0xA4, 0x0A]), (#"\x41B"#, [0x41, 0x42]),
    ])
    func `a text may contain escapes`(_ text: String, _ bytes: [UInt8]) throws {
        #expect(try EscapedText(parsing: text).bytes == bytes)
    }

    @Test(arguments: [#"\"#, #"\q"#, #"\x"#, #"\x4"#, #"\xg0"#, #"\x+1"#, #"\x4é"#, #"PING\r\"#])
    func `an unknown escape is refused at its field`(_ text: String) {
        for field in ["send", "expect"] { #expect(self.errors([field: .string(text)]).map(\.field) == [field]) }
    }

    @Test func `texts have limits`() {
        #expect(self.errors(["send": "", "expect": ""]).map(\.field) == ["send", "expect"])
        #expect(self.errors(["send": .string(String(repeating: "x", count: 1_025))]).map(\.field) == ["send"])
        #expect(self.errors(["send": .string(String(repeating: "x", count: 1_024))]).isEmpty)
    }

    @Test func `TLS begins either at once or with STARTTLS`() {
        #expect(self.errors(["tls": true, "starttls": "smtp"]).map(\.field) == ["starttls"])
        #expect(self.errors(["tls": true]).isEmpty && self.errors(["starttls": "pop3"]).isEmpty)
        #expect(self.errors(["starttls": "ftp"]).map(\.field) == ["starttls"])
    }

    @Test func `days of a certificate need TLS`() {
        let assertion: JSONValue = ["source": "certificate_days", "operator": "greater_than", "value": 14]
        #expect(self.errors(["assertions": [assertion]]).map(\.field) == ["assertions.0.source"])
        #expect(self.errors(["assertions": [assertion], "starttls": "imap"]).isEmpty)
        #expect(
            self.errors(["assertions": [["source": "body", "operator": "contains", "value": "x"]]]).map(\.field)
                == ["assertions.0.source"])
    }

    private func errors(_ settings: JSONValue) -> [FieldError] {
        do {
            _ = try MonitorTypeRegistry.standard[.tcp]?.normalise(settings: settings)
            return []
        } catch {
            return error.errors
        }
    }
}
