import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

struct MonitorRulesTests {
    private static let mistakes: [Mistake<MonitorDraft>] = [
        .init("interval_seconds") { $0.interval = .milliseconds(500) },
        .init("interval_seconds") { $0.interval = .seconds(86_401) },
        .init("timeout_seconds") { $0.timeout = .seconds(60) },
        .init("timeout_seconds") { $0.timeout = .milliseconds(99) },
        .init("timeout_seconds") {
            $0.interval = .hours(1)
            $0.timeout = .seconds(400)
        },
        .init("confirmations") { $0.confirmations = 11 },
        .init("confirmations") { $0.confirmations = -1 },
        .init("confirmation_delay_seconds") { $0.confirmationDelay = .seconds(61) },
        .init("confirmation_delay_seconds") { $0.confirmationDelay = .seconds(-1) },
        .init("recovery_confirmations") { $0.recoveryConfirmations = 11 },
        .init("locations.0") { $0.locations = ["mars"] },
        .init("quorum") { $0.quorum = 2 },
        .init("quorum") { $0.quorum = 0 },
        .init("tags") { $0.tags = (0...20).map { "tag\($0)" } },
        .init("tags.1") { $0.tags = ["fine", " "] },
        .init("tags.0") { $0.tags = [String(repeating: "x", count: 51)] },
        .init("tags.0") { $0.tags = ["a\nb"] },
        .init("name") { $0.name = "" },
        .init("name") { $0.name = String(repeating: "x", count: 201) },
        .init("name") { $0.name = "a\0b" },
        .init("group") { $0.group = String(repeating: "x", count: 101) },
        .init("anomaly.sensitivity") { $0.anomaly.sensitivity = 0 },
        .init("anomaly.consecutive") { $0.anomaly.consecutive = 0 },
        .init("anomaly.min_ms") { $0.anomaly.minimumMilliseconds = -1 },
        .init("target") { $0.target = "no port" },
        .init("type") { $0.type = MonitorType(rawValue: "carrier-pigeon") },
        .init("channel_ids.0") { $0.channels = [ID(4_711)] },
        .init("depends_on.0") { $0.dependsOn = [ID(4_711)] },
    ]

    @Test func `omitted values of a draft have defaults`() async throws {
        try await OperationsFixture.run { fixture in
            let monitor = try await fixture.monitor("db.example:5432")
            let configuration = monitor.configuration
            #expect(configuration.name == "db.example:5432")
            #expect(configuration.interval == .seconds(60) && configuration.schedule.checks?.timeout == .seconds(10))
            #expect(configuration.schedule == .polled(CheckTiming()))
            #expect(configuration.recoveryConfirmations == 0 && configuration.quorum == 1)
            #expect(configuration.locations == ["default"] && configuration.channels == nil)
            #expect(configuration.tags.isEmpty && configuration.group == nil && configuration.anomaly == AnomalySettings())
        }
    }

    @Test func `a short interval gets a short timeout and no delay before the confirmation`() async throws {
        try await OperationsFixture.run { fixture in
            let configuration = try await fixture.monitor { $0.interval = .seconds(2) }.configuration
            #expect(configuration.schedule.checks?.timeout == .milliseconds(1_600))
            #expect(configuration.schedule.checks?.confirmationDelay == .zero)
        }
    }

    @Test(arguments: Self.mistakes)
    func `an invalid value is reported with its field`(_ mistake: Mistake<MonitorDraft>) async throws {
        try await OperationsFixture.run { fixture in
            let wrong = await fields { _ = try await fixture.monitor("db.example:5432", mistake.make) }
            #expect(wrong == [mistake.field])
            let audited = try await fixture.audited()
            #expect(audited.isEmpty)
        }
    }

    @Test func `a monitor without a location is refused`() async throws {
        try await OperationsFixture.run { fixture in
            let wrong = await fields { _ = try await fixture.monitor("db.example:1") { $0.locations = [] } }
            #expect(wrong == ["locations"])
        }
    }

    @Test func `all mistakes are reported at once`() async throws {
        try await OperationsFixture.run { fixture in
            let wrong = await fields {
                _ = try await fixture.monitor("nowhere") { draft in
                    draft.interval = .zero
                    draft.quorum = 9
                    draft.name = ""
                }
            }
            #expect(Set(wrong).isSuperset(of: ["interval_seconds", "quorum", "name", "target"]))
        }
    }

    @Test func `an installation can require longer intervals`() async throws {
        var quotas = Quotas.selfHosted
        quotas.minInterval = .seconds(30)
        try await OperationsFixture.run(quotas: quotas) { fixture in
            let tooShort = await fields { _ = try await fixture.monitor("db.example:1") { $0.interval = .seconds(29) } }
            #expect(tooShort == ["interval_seconds"])
            _ = try await fixture.monitor("db.example:1") { $0.interval = .seconds(30) }
        }
    }

    @Test func `settings belong to the type, and unknown ones are an error`() async throws {
        try await OperationsFixture.run { fixture in
            let draft = MonitorDraft(type: .http, target: "https://shop.example/", settings: ["metod": "GET"])
            await #expect(throws: OperationError.malformed([FieldError("settings.metod", "is not a known field")])) {
                try await fixture.monitors.create(draft, as: fixture.alice)
            }
            let incomplete = await fields {
                let assertion: JSONValue = ["source": "body", "value": "ok"]
                let draft = MonitorDraft(type: .http, target: "https://shop.example/", settings: ["assertions": [assertion]])
                _ = try await fixture.monitors.create(draft, as: fixture.alice)
            }
            #expect(incomplete == ["settings.assertions.0.operator"])
            let monitor = try await fixture.monitors.create(
                MonitorDraft(type: .http, target: "https://shop.example/"), as: fixture.alice
            ).monitor
            #expect(monitor.configuration.settings["method"] == "GET")
        }
    }
}
