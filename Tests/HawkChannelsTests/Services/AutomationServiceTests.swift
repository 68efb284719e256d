import HawkCore
import Testing

@testable import HawkChannels

/// What becomes of the alerts that services keep until their end.
@Suite struct AutomationServiceTests {
    @Test func `Alertmanager gets an end for every alert, and the same labels for all alerts about an incident`() throws {
        let start = try Self.posted(.sample(.incidentOpened))
        let end = try Self.posted(.sample(.incidentResolved, monitor: "Renamed"))
        #expect(start["labels"] == end["labels"])
        #expect(start["labels"]?["severity"] == "critical" && start["labels"]?["alertname"] == "StatusHawk")
        #expect(start["startsAt"] == "2026-11-22T04:08:26.789Z" && start["endsAt"] == "2026-12-22T04:10:00.000Z")
        #expect(end["startsAt"] == nil && end["endsAt"] == "2026-11-22T04:08:26.789Z")
        for message in [AlertMessage.test, .sample(.monitorBlind)] {
            #expect(try Self.posted(message)["endsAt"] == "2026-11-22T04:15:00.000Z")
        }
    }

    @Test func `labels of Alertmanager must have valid names and values`() {
        for (name, value) in [("1a", "x"), ("a-b", "x"), ("", "x"), ("ä", "x"), ("incident", "x"), ("team", "")] {
            let config: JSONValue = ["server_url": "https://alertmanager.example", "labels": .object([name: .string(value)])]
            #expect(throws: OperationError.self) { try AlertmanagerChannel.Settings(validating: config) }
        }
    }

    @Test func `ServiceNow closes the alert of an incident, and keeps none of a test`() throws {
        let config = try ServiceNowChannel.Settings(
            validating: #require(ServiceSample.automation[ServiceNowChannel.type]).config)
        for (message, severity) in [
            (AlertMessage.sample(.incidentOpened), "1"), (.sample(.incidentResolved), "0"), (.test, "0"),
            (.sample(.monitorBlind), "4"),
        ] {
            let alert = ServiceAlert(message, limits: ServiceNowChannel.limits, markup: .none, at: FixedClock().now)
            guard case .json(let json) = ServiceNowChannel().request(for: alert, with: config).body else { throw NotThrown() }
            let event = json["records"]?.first
            #expect(event?["severity"]?.string == severity)
            #expect(event?["message_key"]?.string == alert.incidentKey)
            #expect(event?["time_of_event"]?.string?.hasPrefix("2026-11-22 04:0") == true)
        }
    }

    @Test func `Apprise needs a key or service URLs, and prefers the key`() throws {
        #expect(throws: OperationError.self) {
            try AppriseChannel.Settings(validating: ["server_url": "https://apprise.example"])
        }
        let alert = ServiceAlert(.sample(), limits: AppriseChannel.limits, markup: AppriseChannel.markup, at: FixedClock().now)
        let stateless = try AppriseChannel.Settings(
            validating: ["server_url": "https://apprise.example/", "urls": "ntfys://topic", "tag": "ops"])
        let request = AppriseChannel().request(for: alert, with: stateless)
        guard case .json(let json) = request.body else { throw NotThrown() }
        #expect(request.url == "https://apprise.example/notify/" && json["urls"] == "ntfys://topic" && json["tag"] == nil)
    }

    @Test func `Apprise refuses a notification without recipients`() {
        #expect(AppriseChannel().refusal(in: ServiceAnswer(status: 204, body: []))?.retry == .never)
        #expect(AppriseChannel().refusal(in: ServiceAnswer(status: 200, body: [])) == nil)
    }

    private static func posted(_ message: AlertMessage) throws -> JSONValue {
        let config = try AlertmanagerChannel.Settings(
            validating: #require(ServiceSample.automation[AlertmanagerChannel.type]).config)
        let alert = ServiceAlert(message, limits: AlertmanagerChannel.limits, markup: .none, at: FixedClock().now)
        guard case .json(let json) = AlertmanagerChannel().request(for: alert, with: config).body else { throw NotThrown() }
        return try #require(json.first)
    }
}
