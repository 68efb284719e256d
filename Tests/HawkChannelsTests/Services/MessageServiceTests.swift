import HawkCore
import Testing

@testable import HawkChannels

/// What the services for text messages and calls do besides their contract.
@Suite struct MessageServiceTests {
    @Test(
        arguments: [
            (VonageChannel(), #"{"messages":[{"status":"4","error-text":"Bad Credentials"}]}"#, .never),
            (VonageChannel(), #"{"messages":[{"status":"1","error-text":"Throughput Rate Exceeded"}]}"#, .later),
            (VonageChannel(), #"{"messages":[{"status":"9","error-text":"Quota exceeded"}]}"#, .later),
            (FortySixElksChannel(), #"{"status":"failed"}"#, .later),
            (ClickSendChannel(), #"{"data":{"messages":[{"status":"INVALID_RECIPIENT"}]}}"#, .never),
            (ClickSendChannel(), #"{"data":{"messages":[{"status":"INSUFFICIENT_CREDIT"}]}}"#, .later),
            (SevenChannel(), "900", .never),
            (SevenChannel(), #"{"success":"500","messages":[{"error_text":"Insufficient credits"}]}"#, .later),
            (SMSAPIChannel(), #"{"error":101,"message":"Authorization failed"}"#, .never),
            (SMSAPIChannel(), #"{"error":103,"message":"Insufficient credits"}"#, .later),
        ] as [(any HTTPService, String, DeliveryError.Retry)])
    func `an answer with a refusal is an error`(_ service: any HTTPService, _ body: String, _ retry: DeliveryError.Retry) throws {
        let refusal = try #require(service.refusal(in: ServiceAnswer(status: 200, body: Array(body.utf8))))
        #expect(refusal.retry == retry, "\(refusal.words)")
    }

    @Test func `seven has already sent a message that it refuses to repeat`() {
        #expect(SevenChannel().refusal(in: ServiceAnswer(status: 200, body: Array("402".utf8))) == nil)
    }

    @Test func `a text message has the title and the link, in the GSM alphabet if the name is`() {
        let text = Self.alert(.sample(.incidentResolved), VonageChannel.self).sms
        #expect(text == "UP again: Shop - was down for 3 min 20 s\nhttps://hawk.example/incidents/7" && text.isGSM)
        #expect(!Self.alert(.sample(monitor: "Läden"), VonageChannel.self).sms.isGSM)
        let long = Self.alert(.sample(monitor: String(repeating: "x", count: 500)), VonageChannel.self).sms
        #expect(long.utf16.count <= 162 + 1 + "https://hawk.example/incidents/7".utf16.count)
    }

    @Test func `a call escapes names`() throws {
        let config = try TwilioCallChannel.Settings(validating: #require(ServiceSample.sms[TwilioCallChannel.type]).config)
        let alert = Self.alert(.sample(monitor: #"</Say><Dial>&"'"#), TwilioCallChannel.self)
        guard case .form(let values) = TwilioCallChannel().request(for: alert, with: config).body else { throw NotThrown() }
        let words = try #require(values.first { $0.name == "Twiml" }?.value)
        #expect(words.contains(#"DOWN: &lt;/Say&gt;&lt;Dial&gt;&amp;&quot;'."#) && words.hasSuffix("</Say></Response>"))
    }

    @Test func `the longest call is shorter than the longest TwiML`() throws {
        let config = try TwilioCallChannel.Settings(validating: #require(ServiceSample.sms[TwilioCallChannel.type]).config)
        let quotes = String(repeating: "\"", count: 5_000)
        let alert = Self.alert(.sample(monitor: quotes, message: quotes), TwilioCallChannel.self)
        guard case .form(let values) = TwilioCallChannel().request(for: alert, with: config).body else { throw NotThrown() }
        #expect(try #require(values.first { $0.name == "Twiml" }?.value).utf16.count < 4_000)
    }

    @Test func `numbers are written as E 164 writes them`() {
        for (number, isValid) in [
            ("+4915112345678", true), ("+1555123", true), ("4915112345678", false), ("+49 151", false), ("+123456", false),
            ("+1234567890123456", false), ("", false),
        ] {
            var config = ServiceSample.sms[PlivoChannel.type]?.config ?? .null
            config["to"] = .string(number)
            #expect(((try? PlivoChannel.Settings(validating: config)) != nil) == isValid, "\(number)")
        }
    }

    @Test func `Bird's key decides its server`() throws {
        let config = try BirdChannel.Settings(validating: ["api_key": "bk_eu1_x", "from": "Hawk", "to": "+15551234567"])
        #expect(config.server == "https://eu1.platform.bird.com")
        for key in ["live_x", "bk_evil.example/_x", "bk__x", "bk_us1_"] {
            #expect(throws: OperationError.self) {
                try BirdChannel.Settings(validating: ["api_key": .string(key), "from": "Hawk", "to": "+15551234567"])
            }
        }
    }

    private static func alert<Service: HTTPService>(_ message: AlertMessage, _ service: Service.Type) -> ServiceAlert {
        ServiceAlert(message, limits: Service.limits, markup: Service.markup, at: FixedClock().now)
    }
}
