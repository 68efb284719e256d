import HawkCore
import HawkTestSupport
import Testing

@testable import HawkChannels

/// What receivers of alerts answer, and how their owners write them, is read in time linear in its length.
@Suite struct HostileTextTests {
    @Test func `answers are quoted without secrets`() {
        let secrets = [Secret("secret-4711"), Secret("a\u{301}\u{323}b")]
        let slow = HostileText.superlinear { text in
            let shown = "\(text)secret-4711\(text)".withoutSecrets(secrets).singleLine
            #expect(shown.utf8.count > text.utf8.count && shown.utf8.firstRange(of: "4711".utf8) == nil)
        }
        #expect(slow == [])
        // By characters, the secret and the mark behind it would be something else.
        #expect("secret-4711\u{301}!".withoutSecrets(secrets) == "<redacted>\u{301}!")
    }

    @Test func `addresses are read`() {
        let slow = HostileText.superlinear { text in
            for address in [text, "\(text)@example.com", "\(text) <a@example.com>", "\"\(text)<\(text)>"] {
                #expect(MailAddress(address) == nil)
            }
            #expect(throws: SMTPURL.Problem.self) { try SMTPURL("smtp://\(text)") }
        }
        #expect(slow == [])
    }
}
