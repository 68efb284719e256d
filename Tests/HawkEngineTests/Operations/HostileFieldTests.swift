import HawkCore
import HawkTestSupport
import Testing

@testable import HawkEngine

/// Names, paragraphs and addresses are validated by bytes and scalars.
@Suite struct HostileFieldTests {
    @Test func `fields of hostile text are validated in linear time`() {
        let slow = HostileText.superlinear { text in
            for text in [text, "x\(text)x", "\(text)@example.com"] {
                var checks = FieldRules()
                _ = checks.line(text, "name", upTo: 200)
                _ = checks.paragraphs(text, "message", upTo: 5_000)
                _ = checks.email(text)
                checks.newPassword(Secret(text), of: text)
                #expect(!checks.errors.isEmpty)
            }
        }
        #expect(slow == [])
    }

    @Test func `a limit counts bytes before characters`() {
        // One character of 900 KB, where 200 characters are allowed.
        let name = HostileText.combiningMarks.text(ofBytes: 900_000)
        #expect(self.errors(line: name) == ["must be at most 200 characters long"])
        #expect(self.errors(line: String(repeating: "😀", count: 200)) == [])
        #expect(self.errors(line: String(repeating: "a", count: 201)) == ["must be at most 200 characters long"])
        #expect(self.errors(line: "  " + String(repeating: "é", count: 200) + " ") == [])
    }

    @Test(arguments: [
        "pay\u{202E}lap", "a\u{2066}b\u{2069}", "ad\u{200B}min", "ad\u{2060}min", "\u{FEFF}admin", "a\u{200E}b", "a\u{200F}b",
        "a\u{AD}b", "a\u{61C}b", "ad\u{200D}min", "ad\u{200C}min", "admin\u{200D}", "\u{200D}👩", "م\u{200C}\u{200C}ی",
        "👩\u{200D}",
        "flag\u{E0067}",
    ])
    func `invisible characters are refused in names`(_ name: String) {
        #expect(
            self.errors(line: name)
                == ["must not contain invisible characters, such as zero-width spaces and text direction marks"])
    }

    @Test(arguments: ["a\u{2028}b", "a\u{2029}b", "a\nb", "a\u{85}b", "a\u{0}b"])
    func `line breaks are refused in names`(_ name: String) { #expect(self.errors(line: name) == ["must be a single line"]) }

    @Test(arguments: ["👩‍👩‍👧‍👦", "🏳️‍🌈 Shop", "می‌خواهم", "क्‍ष", "東京", "Žluťoučký kůň", "a b", "✈️"])
    func `names in any language, and emoji, are accepted`(_ name: String) { #expect(self.errors(line: name) == []) }

    private func errors(line text: String) -> [String] {
        var checks = FieldRules()
        let result = checks.line(text, "name", upTo: 200)
        if checks.errors.isEmpty { #expect(result == text.trimmed) }
        return checks.errors.map(\.message)
    }
}
