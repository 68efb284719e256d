import HawkCore
import HawkEngine
import Testing

@Suite struct SecretBoxTests {
    private let box = SecretBox(secretKey: Secret(String(repeating: "k", count: 32)))
    private let settings: JSONValue = ["password": "hunter2"]

    @Test func `sealed values open for the same purpose and organization only`() throws {
        let sealed = try box.seal(settings, for: .monitorSettings, of: ID(1))
        #expect(try box.open(sealed, for: .monitorSettings, of: ID(1)) == settings)
        #expect(throws: (any Error).self) { try box.open(sealed, for: .channelConfig, of: ID(1)) }
        #expect(throws: (any Error).self) { try box.open(sealed, for: .monitorSettings, of: ID(2)) }
        let other = SecretBox(secretKey: Secret(String(repeating: "l", count: 32)))
        #expect(throws: (any Error).self) { try other.open(sealed, for: .monitorSettings, of: ID(1)) }
    }

    @Test func `altered bytes do not open, and sealing twice gives different bytes`() throws {
        var sealed = try box.seal(settings, for: .monitorSettings, of: ID(1))
        #expect(try box.seal(settings, for: .monitorSettings, of: ID(1)) != sealed)
        sealed[sealed.count / 2] ^= 1
        #expect(throws: (any Error).self) { try box.open(sealed, for: .monitorSettings, of: ID(1)) }
        #expect(throws: (any Error).self) { try box.open([], for: .monitorSettings, of: ID(1)) }
    }

    @Test func `secrets are split off, masked, and kept if the mask comes back`() {
        let form = [FormField("url", "URL", .url), FormField("secret", "Secret", .text, secret: true)]
        let (open, secret) = SecretFields.split(["url": "http://x", "secret": "s"], form: form)
        #expect(open == ["url": "http://x", "secret": .null])
        #expect(secret == ["secret": "s"])
        #expect(SecretFields.join(open, secret) == ["url": "http://x", "secret": "s"])
        #expect(SecretFields.masked(open, secretNames: ["secret"]) == ["url": "http://x", "secret": .string(Secret.mask)])
        let sent: JSONValue = ["url": "http://y", "secret": .string(Secret.mask)]
        #expect(SecretFields.unmasked(sent, stored: secret, form: form) == ["url": "http://y", "secret": "s"])
        #expect(SecretFields.unmasked(["secret": "new"], stored: secret, form: form) == ["secret": "new"])
        #expect(SecretFields.split(["url": "http://x"], form: form).secret == nil)
    }
}
