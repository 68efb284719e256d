import HawkCore
import HawkTestSupport
import Testing

@testable import HawkChannels

/// Replies of receivers, and addresses from their owners, are processed in linear time.
@Suite struct HostileTextTests {
    @Test func `replies are quoted without secrets`() {
        let secrets = [Secret("secret-4711"), Secret("a\u{301}\u{323}b")]
        let slow = HostileText.superlinear { text in
            let shown = "\(text)secret-4711\(text)".withoutSecrets(secrets).singleLine
            #expect(shown.utf8.count > text.utf8.count && shown.utf8.firstRange(of: "4711".utf8) == nil)
        }
        #expect(slow == [])
        // By characters, the secret and the mark behind it would be different.
        #expect("secret-4711\u{301}!".withoutSecrets(secrets) == "<redacted>\u{301}!")
    }

    @Test func `addresses are parsed in linear time`() {
        let slow = HostileText.superlinear { text in
            for address in [text, "\(text)@example.com", "\(text) <a@example.com>", "\"\(text)<\(text)>"] {
                #expect(MailAddress(address) == nil)
            }
            #expect(throws: SMTPURL.Problem.self) { try SMTPURL("smtp://\(text)") }
        }
        #expect(slow == [])
    }
}
