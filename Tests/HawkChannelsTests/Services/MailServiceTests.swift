import HawkCore
import Testing

@testable import HawkChannels

/// What the services for mail do besides their contract.
@Suite struct MailServiceTests {
    @Test func `a sender's name is quoted if it has special characters`() {
        let alerts = "<alerts@example.com>"
        #expect(MailEnvelope(from: "alerts@example.com").sender == "alerts@example.com")
        #expect(MailEnvelope(from: "Status Hawk \(alerts)").sender == "Status Hawk \(alerts)")
        #expect(MailEnvelope(from: #"Shop, "A" \#(alerts)"#).sender == #""Shop, \"A\"" \#(alerts)"#)
    }

    @Test func `Brevo finds no placeholder in a name`() throws {
        let config = try BrevoChannel.Settings(validating: #require(ServiceSample.mail[BrevoChannel.type]).config)
        let alert = ServiceAlert(
            .sample(monitor: "{{ x }} {% y %} {# z #}"), limits: BrevoChannel.limits, markup: .none, at: FixedClock().now)
        guard case .json(let json) = BrevoChannel().request(for: alert, with: config).body else { throw NotThrown() }
        for member in ["subject", "textContent", "htmlContent"] {
            let text = try #require(json[member]?.string)
            #expect(text.contains("x }}") && !text.contains("{{") && !text.contains("{%") && !text.contains("{#"), "\(member)")
        }
    }

    @Test func `all mails about an incident refer to the same ID, in the sender's domain`() {
        let envelope = MailEnvelope(from: "Hawk <alerts@example.com>")
        let headers = [AlertKind.incidentOpened, .incidentResolved].map { kind in
            envelope.headersJSON(for: ServiceAlert(.sample(kind), limits: .mail, markup: .none, at: FixedClock().now))
        }
        #expect(headers[0] == headers[1] && headers[0]["References"]?.string?.hasSuffix("@example.com>") == true)
    }

    @Test func `the parts of a mail are within the limits, and escaped in HTML`() {
        let message = AlertMessage.sample(monitor: "<b>", message: String(repeating: "x", count: 30_000))
        let mail = ServiceAlert(message, limits: .mail, markup: .none, at: FixedClock().now).mail
        #expect(mail.plain.utf8.count < 4_000 && mail.html.utf8.count < 10_000)
        #expect(mail.plain.contains("DOWN: <b>") && mail.html.contains("DOWN: &lt;b&gt;") && !mail.html.contains("<b>"))
    }
}
