import HawkCore
import HawkStore
import HawkTestSupport
import Logging
import Testing

@testable import HawkEngine

@Suite struct AuditChangesTests {
    private let before = MonitorConfiguration(name: "Shop", type: .http, target: "https://shop.example")

    @Test func `changed fields of every type and depth are found`() {
        var after = self.before
        after.schedule = .polled(CheckTiming(interval: .seconds(30), confirmations: 2))
        after.group = "Web"
        after.tags = ["prod"]
        after.channels = [ID(3)]
        after.settings = ["method": "HEAD", "headers": ["A": "b"]]
        after.anomaly.sensitivity += 1
        let sensitivity = self.before.anomaly.sensitivity
        #expect(
            AuditChanges.between(self.before, after) == [
                "interval_seconds": ["from": .double(60), "to": .double(30)], "confirmations": ["from": 1, "to": 2],
                "group": ["from": .null, "to": "Web"],
                "tags": ["from": [], "to": ["prod"]], "channels": ["from": .null, "to": [3]],
                "settings.method": ["from": .null, "to": "HEAD"], "settings.headers.A": ["from": .null, "to": "b"],
                "anomaly.sensitivity": ["from": .double(sensitivity), "to": .double(sensitivity + 1)],
            ])
    }

    @Test func `the fields of another kind of schedule are audited as added and removed`() {
        var before = self.before
        before.schedule = .polled(CheckTiming(interval: .seconds(60), timeout: .seconds(10), confirmations: 0))
        var after = self.before
        after.schedule = .heartbeat(PingTiming(interval: .seconds(60), grace: .seconds(5)))
        #expect(
            AuditChanges.between(before, after) == [
                "timeout_seconds": ["from": .double(10), "to": .null], "confirmations": ["from": 0, "to": .null],
                "confirmation_delay_seconds": ["from": .double(2), "to": .null],
                "grace_seconds": ["from": .null, "to": .double(5)],
            ])
    }

    @Test func `fields have their names in the API`() {
        struct Page { let monitorIDs: [Int64], publicURL: String }
        #expect(
            AuditChanges.between(Page(monitorIDs: [1], publicURL: "a"), Page(monitorIDs: [2], publicURL: "b")) == [
                "monitor_ids": ["from": [1], "to": [2]], "public_url": ["from": "a", "to": "b"],
            ])
    }

    @Test func `equal values are no change`() {
        #expect(AuditChanges.between(self.before, self.before) == [:])
    }

    @Test func `sealed or long values are only reported as changed`() {
        var after = self.before
        after.sealedSettings = [1, 2, 3]
        after.settings = ["body": .string(String(repeating: "x", count: 5_000))]
        #expect(AuditChanges.between(self.before, after) == ["sealed_settings": "changed", "settings.body": "changed"])
    }

    @Test func `a changed monitor is audited with its old values`() async throws {
        try await OperationsFixture.run { fixture in
            let monitor = try await fixture.monitor()
            let draft = MonitorDraft(type: .tcp, target: "other.example:5432", interval: .seconds(90))
            _ = try await fixture.monitors.update(monitor.id, to: draft, from: monitor.version, as: fixture.alice)
            let entry = try await fixture.database.read { [organization = fixture.alice.organization] db in
                try AuditRepository().list(of: organization, before: nil, limit: 1, in: db).first?.details
            }
            #expect(entry?["changes"]?["target"] == ["from": "db.example:5432", "to": "other.example:5432"])
            #expect(entry?["changes"]?["interval_seconds"] == ["from": 60, "to": 90])
        }
    }

    @Test func `a failed sign-in logs one line without the password`() async throws {
        let log = RecordedLog()
        try await OperationsFixture.run(logger: log.logger) { fixture in
            let signIn = SignInOperations(
                fixture.engine, passwords: Passwords(rounds: 2), limits: SignInLimits(clock: fixture.clock))
            let visitor = Visitor(address: "203.0.113.9", network: "203.0.113.9", userAgent: "x")
            await #expect(throws: OperationError.self) {
                try await signIn.signIn(email: "nobody@example.com", password: Secret("hunter2hunter2"), from: visitor)
            }
        }
        let lines = log.all.filter { $0.message == "Sign-in failed" }
        #expect(lines.map(\.level) == [.notice])
        #expect(lines.first?.metadata == ["account": "nobody@example.com", "client.address": "203.0.113.9"])
        #expect(!log.all.contains { "\($0)".contains("hunter2") })
    }

    @Test(arguments: [
        ("dana@example.com", "dana@example.com"), ("my password", "-"), ("", "-"),
        ("a@b client.address=1.2.3.4", "a@b%20client.address%3d1.2.3.4"),
        ("a@b\n2026 notice", "a@b%a2026%20notice"), ("ü@x", "%fc@x"),
    ])
    func `an account name cannot forge a log line`(_ typed: String, _ shown: String) {
        #expect("\(LoggedAccount(typed))" == shown)
        #expect("\(LoggedAccount(String(repeating: "a", count: 500) + "@b"))".count == 65)
    }
}
