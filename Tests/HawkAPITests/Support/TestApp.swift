import HawkBroker
import HawkChannels
import HawkCore
import HawkEngine
import HawkProbes
import HawkStore
import HawkTestSupport
import Logging
import ServiceLifecycle

@testable import HawkAPI

/// The users of all tests.
enum Person: String, Sendable {
    /// Owns the organization.
    case alice
    /// Is an editor in it.
    case bob
    /// Has an organization of his own.
    case charlie

    var email: String { "\(self.rawValue)@example.com" }
    static let password = "correct horse battery staple"
}

/// The whole API on a real socket with a real database and a manual clock.
struct TestApp: Sendable {
    let port: Int
    let engine: Engine
    let api: API
    let clock: ManualClock
    private let sessions: [Person: Secret]

    var database: any Database { self.engine.database }
    var url: String { self.engine.installation.publicURL }

    /// A caller without cookie, token and origin.
    var anyone: Caller { Caller(self) }

    /// One of the users, in a browser.
    func `as`(_ person: Person) -> Caller {
        guard let session = self.sessions[person] else { preconditionFailure("this test has no cast") }
        return Caller(self, session: session)
    }

    /// A token of Alice's organization.
    func token(_ role: Role) async throws -> Caller { try await self.token(role, of: self.as(.alice)) }

    /// A token that `maker` creates.
    func token(_ role: Role, of maker: Caller) async throws -> Caller {
        let answer = try await maker.post("/api/v1/tokens", ["name": "test", "role": .string(role.rawValue)])
        return Caller(self, token: Secret(try answer.json["token"]?.string ?? ""))
    }

    /// Assigns a user another role in Alice's organization.
    func assign(_ role: Role, to person: Person) async throws {
        let answer = try await self.as(.alice).patch("/api/v1/members/\(self.id(of: person))", ["role": .string(role.rawValue)])
        precondition(answer.status == 200, answer.text)
    }

    /// The user's id in Alice's organization.
    func id(of person: Person) async throws -> Int64 {
        let members = try await self.as(.alice).get("/api/v1/members").json.items
        return members.first { $0["email"] == .string(person.email) }?["user_id"]?.int ?? 0
    }

    /// - Parameter database: the caller closes it.
    fileprivate init(_ api: API, clock: ManualClock, port: Int, hasCast: Bool) async throws {
        self.port = port
        self.api = api
        self.engine = api.engine
        self.clock = clock
        self.sessions = hasCast ? try await Cast(api.engine).sessions : [:]
    }
}

/// Runs a test with the API as it is served.
///
/// - Parameters:
///   - hasCast: whether Alice, Bob and Charlie have signed up; otherwise there is no user.
///   - installation: what the operator configured; scrypt is cheap in any case.
///   - channelTypes: by default those of an installation without a mail server.
///   - streams: the open event streams, with their limit.
func withTestApp(
    hasCast: Bool = true, installation: Installation = Installation(publicURL: "http://status.example"),
    channelTypes: ChannelRegistry = .standard, metricsToken: Secret? = nil, checks: [ReadinessCondition] = [],
    prober: TargetProber? = nil, complaint: @escaping @Sendable () -> String? = { nil },
    streams: OpenStreams = OpenStreams(), proxies: TrustedProxies = TrustedProxies(), dashboard: Dashboard? = nil,
    connections: ConnectionLimits = ConnectionLimits(max: 1_000, maxPerClient: 1_000),
    pace: ConnectionPace.Limits = ConnectionPace.Limits(), _ test: @Sendable (TestApp) async throws -> Void
) async throws {
    let clock = ManualClock()
    var installation = installation
    installation.scryptRounds = 2
    try await TestDatabase.sqlite.run(clock: clock) { [installation] database in
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let engine = Engine(
            database: database, broker: InProcessBroker(), clock: clock,
            secrets: SecretBox(secretKey: Secret(String(repeating: "k", count: 32))), monitorTypes: .standard,
            channelTypes: channelTypes, installation: installation, logger: logger)
        let monitoring = MonitoringRoutes(
            engine, token: metricsToken, readiness: Readiness(checks), prober: prober, complaint: complaint)
        let api = API(
            engine, monitoring: monitoring, streams: streams, proxies: proxies, dashboard: dashboard, recheck: .milliseconds(20))
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let gate = ConnectionGate(connections, proxies: proxies, metrics: engine.metrics, troubles: engine.troubles)
        let http = HTTPService(
            api.makeResponder(), host: "127.0.0.1", port: 0, streams: api.streams, gate: gate, pace: pace, logger: logger
        ) { port.yield($0) }
        let services = ServiceGroup(services: [api.events, api.pings, http], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            for await port in ports {
                let app = try await TestApp(api, clock: clock, port: port, hasCast: hasCast)
                do {
                    try await test(app)
                } catch {
                    await services.triggerGracefulShutdown()
                    throw error
                }
                break
            }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
    }
}

/// Signs the users up, through the API's own operations.
private struct Cast {
    let sessions: [Person: Secret]

    init(_ engine: Engine) async throws {
        let passwords = Passwords(rounds: 2)
        let limits = SignInLimits(clock: engine.clock)
        let administration = AccountAdministration(database: engine.database, clock: engine.clock, passwords: passwords)
        let password = Secret(Person.password)
        try await administration.createUser(email: Person.alice.email, password: password, name: "Alice", organization: "Acme")
        try await administration.createUser(
            email: Person.bob.email, password: password, name: "Bob", organization: "Acme", role: .editor)
        try await administration.createUser(
            email: Person.charlie.email, password: password, name: "Charlie", organization: "Charlie's")
        let signIn = SignInOperations(engine, passwords: passwords, limits: limits)
        let visitor = Visitor(address: "127.0.0.1", network: "127.0.0.1", userAgent: "tests")
        var sessions: [Person: Secret] = [:]
        for person in [Person.alice, .bob, .charlie] {
            sessions[person] = try await signIn.signIn(email: person.email, password: password, from: visitor).cookie
        }
        self.sessions = sessions
    }
}
