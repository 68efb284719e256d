import HawkBroker
import HawkChannels
import HawkCore
import HawkProbes
import HawkStore
import HawkTestSupport
import Logging
import Testing

@testable import HawkEngine

/// An engine over a real database with two organizations: Alice's, in which Bob is an editor, and Charlie's.
struct OperationsFixture: Sendable {
    let engine: Engine
    let clock: ManualClock
    let broker: InProcessBroker
    let database: CountingDatabase
    let alice: Principal
    let bob: Principal
    let viewer: Principal
    let charlie: Principal

    static func run(
        on backend: TestDatabase = .sqlite, clock: ManualClock = ManualClock(), quotas: Quotas = .selfHosted,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ test: (OperationsFixture) async throws -> Void
    ) async throws {
        try await backend.run(clock: clock) { database in
            let organizations = try await database.write { db in
                try ["Alice's", "Charlie's"].map { try OrganizationRepository().insert(name: $0, at: clock.now, in: db) }
            }
            func principal(_ user: Int64, _ role: Role, in organization: Organization) -> Principal {
                Principal(caller: .user(ID(user), session: ID(user)), organization: organization.id, role: role)
            }
            try await database.write { db in
                for name in ["alice", "bob", "viewer", "charlie"] {
                    try db.execute(
                        """
                        INSERT INTO users (email, email_key, name, password_hash, created_at)
                        VALUES (\(name), \(name), \(name), '', 0)
                        """)
                }
            }
            let people = [
                principal(1, .owner, in: organizations[0]), principal(2, .editor, in: organizations[0]),
                principal(3, .viewer, in: organizations[0]), principal(4, .owner, in: organizations[1]),
            ]
            try await database.write { db in
                for person in people {
                    try MembershipRepository().insert(
                        person.maker, of: person.organization, role: person.role, at: clock.now, in: db)
                }
            }
            let counting = CountingDatabase(database)
            let broker = InProcessBroker()
            let engine = Engine(
                database: counting, broker: broker, clock: clock,
                secrets: SecretBox(secretKey: Secret(String(repeating: "k", count: 32))), monitorTypes: .standard,
                channelTypes: .standard, installation: Installation(quotas: quotas),
                logger: logger)
            try await test(
                OperationsFixture(
                    engine: engine, clock: clock, broker: broker, database: counting,
                    alice: people[0], bob: people[1], viewer: people[2], charlie: people[3]))
        }
    }

    /// The same installation with other quotas.
    func with(_ quotas: Quotas) -> OperationsFixture {
        var installation = self.engine.installation
        installation.quotas = quotas
        let engine = Engine(
            database: self.database, broker: self.broker, clock: self.clock, secrets: self.engine.secrets,
            monitorTypes: self.engine.monitorTypes, channelTypes: self.engine.channelTypes, installation: installation,
            logger: self.engine.logger)
        return OperationsFixture(
            engine: engine, clock: self.clock, broker: self.broker, database: self.database, alice: self.alice, bob: self.bob,
            viewer: self.viewer, charlie: self.charlie)
    }

    var monitors: MonitorOperations { MonitorOperations(self.engine) }
    var channels: ChannelOperations { ChannelOperations(self.engine) }
    var incidents: IncidentOperations { IncidentOperations(self.engine) }

    /// A monitor of Alice's.
    func monitor(_ target: String = "db.example:5432", _ change: (inout MonitorDraft) -> Void = { _ in }) async throws -> Monitor
    {
        var draft = MonitorDraft(type: .tcp, target: target)
        change(&draft)
        return try await self.monitors.create(draft, as: self.alice).monitor
    }

    /// Records checks, one interval apart, and leaves the clock where the next one is due.
    func record(
        _ outcomes: [Outcome], of monitor: Monitor, every interval: Duration = .seconds(60),
        showing chain: CertificateChain? = nil
    ) async throws {
        for outcome in outcomes {
            let now = self.clock.now
            var result = CheckResult(
                monitor: monitor.id, organization: monitor.organization, revision: monitor.revision, location: "default",
                slot: now, startedAt: now, finishedAt: now + .milliseconds(10), interval: interval, outcome: outcome,
                reason: outcome == .down ? .refused : .none, message: outcome == .down ? "connection refused" : "",
                firstFailedAt: outcome == .down ? now : nil, latency: .milliseconds(10))
            result.chain = chain
            _ = try await self.database.write { [result] db in try RecordBatch([result]).record(in: db) }
            self.clock.advance(by: interval)
        }
    }

    func recordResult(_ result: CheckResult) async throws {
        _ = try await self.database.write { db in try RecordBatch([result]).record(in: db) }
    }

    func alertEvents() async throws -> [AlertEvent] {
        try await self.database.read { try AlertEventRepository().unplanned(limit: 100, in: $0) }
    }

    /// The actions of the audit log of Alice's organization, oldest first.
    func audited() async throws -> [String] {
        try await self.database.read { [organization = alice.organization] db in
            try AuditRepository().list(of: organization, before: nil, limit: 100, in: db).map(\.action).reversed()
        }
    }
}

/// A mistake in a draft, and the field that the error must name.
struct Mistake<Draft>: Sendable, CustomTestStringConvertible {
    let field: String
    let make: @Sendable (inout Draft) -> Void

    init(_ field: String, _ make: @escaping @Sendable (inout Draft) -> Void) {
        self.field = field
        self.make = make
    }

    var testDescription: String { self.field }
}

/// The errors of a draft, by field.
func fields(_ body: () async throws -> Void) async -> [String] {
    do {
        try await body()
        return []
    } catch let error as OperationError {
        return error.errors.map(\.field)
    } catch {
        return ["\(error)"]
    }
}

/// The code of the error that `body` throws. Nil if it throws none.
func code(_ body: () async throws -> Void) async -> OperationError.Code? {
    do {
        try await body()
        return nil
    } catch {
        return (error as? OperationError)?.code ?? (error as? StoreError == .conflict ? .conflict : nil)
    }
}
