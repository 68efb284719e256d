import Foundation
import HawkCore
import HawkTestSupport
import Testing

@testable import HawkChannels

/// Compares requests with those of Apprise, an independent implementation: method, address, authentication and required members.
@Suite(.timeLimit(.minutes(2))) struct AppriseTests {
    private struct Pair {
        let service: any HTTPService
        /// The same settings, as a URL of Apprise.
        let url: String
        let config: JSONValue
        /// The members of the body that the service requires.
        let required: Set<String>

        init(_ service: any HTTPService, _ url: String, _ config: JSONValue, _ required: Set<String>) {
            self.service = service
            self.url = url
            self.config = config
            self.required = required
        }
    }

    private static let uuid = "550e8400-e29b-41d4-a716-446655440000"
    private static let hex = "0123456789abcdef0123456789abcdef"
    private static let slackURL = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
    private static let discordURL = "https://discord.com/api/webhooks/1234567890/abcdefghijklmnop"
    private static let telegramToken = "123456789:ABCdefghijklmnopqrstuvwxyz1234567890"
    private static let pushoverUser = "uQiRzpo4DXghDmr9QzzfQu27cmVRsG"
    private static let pushoverToken = "azGDORePK8gMaC0QOYAMyEEuzJnyUi"

    private static let pairs = [
        Pair(SlackChannel(), Self.slackURL, ["url": .string(Self.slackURL)], ["attachments"]),
        Pair(DiscordChannel(), Self.discordURL, ["url": .string(Self.discordURL)], []),
        Pair(
            TelegramChannel(), "tgram://\(Self.telegramToken)/-1001234567890",
            ["bot_token": .string(Self.telegramToken), "chat_id": "-1001234567890"], ["chat_id", "text", "parse_mode"]),
        Pair(
            ZulipChannel(), "zulip://hawk-bot@acme/\(Self.hex)/alerts",
            [
                "server_url": "https://acme.zulipchat.com", "bot_email": "hawk-bot@acme.zulipchat.com",
                "api_key": .string(Self.hex),
                "channel": "alerts",
            ], ["type", "to", "topic", "content"]),
        Pair(
            NextcloudTalkChannel(), "nctalks://hawk:secret@cloud.example/abcd1234",
            ["server_url": "https://cloud.example", "user": "hawk", "app_password": "secret", "room_token": "abcd1234"],
            ["message"]),
        Pair(
            LINEChannel(), "line://token123/U1234567890", ["channel_access_token": "token123", "to": "U1234567890"],
            ["to", "messages"]),
        Pair(
            SignalChannel(), "signals://signal.example/+491700000000/+491700000001",
            ["server_url": "https://signal.example", "number": "+491700000000", "recipients": ["+491700000001"]],
            ["message", "number", "recipients"]),
        Pair(
            NtfyChannel(), "ntfys://tk_secret@ntfy.example/alerts?auth=token",
            ["server_url": "https://ntfy.example", "topic": "alerts", "token": "tk_secret"], ["topic", "title", "message"]),
        Pair(
            PushoverChannel(), "pover://\(Self.pushoverUser)@\(Self.pushoverToken)/phone",
            ["user_key": .string(Self.pushoverUser), "api_token": .string(Self.pushoverToken), "device": "phone"],
            ["token", "user", "device", "title", "message", "priority"]),
        Pair(
            GotifyChannel(), "gotifys://gotify.example/AbCdEf", ["server_url": "https://gotify.example", "token": "AbCdEf"],
            ["title", "message", "priority"]),
        Pair(
            PushbulletChannel(), "pbul://o.abcdefghijklmnopqrstuvwxyz123456",
            ["access_token": "o.abcdefghijklmnopqrstuvwxyz123456"], ["type", "title", "body"]),
        Pair(
            BarkChannel(), "barks://api.day.app/devicekey123",
            ["server_url": "https://api.day.app", "device_key": "devicekey123"],
            ["device_key", "title", "body"]),
        Pair(
            PushyChannel(), "pushy://secretkey/devicetoken123", ["api_key": "secretkey", "token": "devicetoken123"],
            ["to", "data"]),
        Pair(
            PagerDutyChannel(), "pagerduty://\(Self.hex)@apikey?region=eu", ["routing_key": .string(Self.hex), "region": "eu"],
            ["routing_key", "event_action", "payload"]),
        Pair(OpsgenieChannel(), "opsgenie://\(Self.uuid)?action=new", ["api_key": .string(Self.uuid)], ["message"]),
        Pair(
            SplunkOnCallChannel(), "splunk://routing_key@\(Self.uuid)",
            ["api_key": .string(Self.uuid), "routing_key": "routing_key"],
            ["message_type", "entity_id", "state_message"]),
        Pair(
            PagerTreeChannel(), "pagertree://int_ABCDEF123", ["url": "https://api.pagertree.com/integration/int_ABCDEF123"],
            ["event_type"]),
    ]

    @Test func `requests agree with those of Apprise`() async throws {
        let apprise = try await PythonServer("apprise_oracle", Self.pairs.map(\.url))
        for pair in Self.pairs {
            let type = Swift.type(of: pair.service).type
            let theirs = try #require(try await apprise.received()["requests"]?.array?.last, "\(type): Apprise sends nothing")
            let ours = try pair.service.request(pair.config)
            #expect(ours.method == theirs["method"]?.string, "\(type)")
            #expect(Self.address(ours.url) == Self.address(theirs["url"]?.string ?? ""), "\(type)")
            if let authorization = theirs["headers"]?["authorization"]?.string, let own = ours.headers["Authorization"] {
                #expect(own == authorization, "\(type)")
            }
            let members = Self.members(theirs["json"] ?? theirs["form"] ?? .null)
            #expect(pair.required.isSubset(of: members), "\(type): Apprise sends \(members.sorted())")
            #expect(pair.required.isSubset(of: ours.members), "\(type): we send \(ours.members.sorted())")
        }
    }

    /// Host and path, without a slash at the end.
    private static func address(_ text: String) -> String {
        guard let url = URL(string: text) else { return text }
        return "\(url.host() ?? "")\(url.path(percentEncoded: false).split(separator: "/").map { "/\($0)" }.joined())"
    }

    private static func members(_ body: JSONValue) -> Set<String> { Set((body.object ?? [:]).keys) }
}

extension HTTPService {
    fileprivate func request(_ config: JSONValue) throws -> ServiceRequest {
        let alert = ServiceAlert(.sample(), limits: Self.limits, markup: Self.markup, at: FixedClock().now)
        return self.request(for: alert, with: try Settings(validating: config))
    }
}

extension ServiceRequest {
    fileprivate var members: Set<String> {
        switch self.body {
        case .json(let json): Set((json.object ?? [:]).keys)
        case .form(let values): Set(values.map(\.name))
        default: []
        }
    }
}

extension JSONValue {
    fileprivate var array: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
}
