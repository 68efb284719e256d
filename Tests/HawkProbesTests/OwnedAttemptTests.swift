import HawkCore
import HawkNet
import HawkTestSupport
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import HawkProbes

/// Attempts that acquire places and processor time from an owner.
@Suite(.timeLimit(.minutes(1))) struct OwnedAttemptTests {
    /// Grants places, and records how they are used.
    // SAFETY: confined to the event loop of its attempt, except for the diary.
    private final class Owner: AttemptOwner, @unchecked Sendable {
        struct Diary {
            var steps: [String] = []
            var charged: Int64 = 0
            var charges = 0
        }

        let diary = Mutex(Diary())
        /// How often a place must be waited for. Nil: always.
        var hindrances: Int?
        private let full: Set<IPAddress>
        private let loop: any EventLoop
        private var waiting = false

        /// - Parameter full: addresses without a free place.
        init(on loop: any EventLoop, hindrances: Int? = 0, full: Set<IPAddress> = []) {
            self.loop = loop
            self.hindrances = hindrances
            self.full = full
        }

        var steps: [String] { self.diary.withLock { $0.steps } }

        func acquirePlace(at address: IPAddress) -> DialPlace? {
            if self.full.contains(address) || self.hindrances != 0 { return nil }
            self.record("acquire \(address)")
            return DialPlace(address: address, since: .now())
        }

        func awaitPlace(at address: IPAddress, _ then: @escaping (DialPlace) -> Void) {
            self.record("wait \(address)")
            self.waiting = true
            guard let hindrances = self.hindrances else { return }
            self.hindrances = hindrances - 1
            // Longer than the timeout of the attempt.
            let later = NIOLoopBound(then, eventLoop: self.loop)
            self.loop.scheduleTask(in: .milliseconds(300)) {
                guard self.waiting else { return }
                self.waiting = false
                self.record("acquire \(address)")
                later.value(DialPlace(address: address, since: .now()))
            }
        }

        func stopWaiting() {
            self.waiting = false
            self.record("stop")
        }

        func release(_ place: DialPlace) { self.record("release \(place.address)") }

        func charge(_ nanoseconds: Int64) {
            self.diary.withLock { diary in
                diary.charged += nanoseconds
                diary.charges += 1
            }
        }

        private func record(_ step: String) { self.diary.withLock { $0.steps.append(step) } }
    }

    private let loop = MultiThreadedEventLoopGroup.singleton.next()

    private func observe(
        _ type: MonitorType, _ target: String, _ settings: JSONValue = [:], timeout: Duration = .seconds(30),
        in bench: ProbeFixture, for owner: Owner
    ) async throws -> Observation {
        let type = try #require(MonitorTypeRegistry.standard[type])
        let probe = try type.prepare(
            target: try type.normalise(target: target), settings: try type.normalise(settings: settings))
        let promise = self.loop.makePromise(of: Observation.self)
        self.loop.execute { [loop] in
            probe.observe(timeout: timeout, freshLookup: false, on: loop, in: bench.environment, for: owner) {
                promise.completeWith($0)
            }
        }
        return try await promise.futureResult.get()
    }

    @Test func `a place is held as long as the connection, and each hop of a redirect has its own`() async throws {
        let owner = Owner(on: self.loop)
        let other = try await HTTPTestServer()
        let server = try await HTTPTestServer { _ in .redirect(to: "http://127.0.0.1:\(other.port)/") }
        let bench = try await ProbeFixture()
        let seen = try await self.observe(.http, "http://local.test:\(server.port)/", in: bench, for: owner)
        #expect(seen.outcome == .up)
        #expect(owner.steps == ["acquire 127.0.0.1", "release 127.0.0.1", "acquire 127.0.0.1", "release 127.0.0.1"])
        #expect(owner.diary.withLock { $0.charges } == 0)
    }

    @Test func `waiting for a place counts neither as a failure nor as the target's time`() async throws {
        let owner = Owner(on: self.loop, hindrances: 1)
        let server = try await HTTPTestServer()
        let seen = try await self.observe(
            .http, "http://127.0.0.1:\(server.port)/", timeout: .milliseconds(250), in: try await ProbeFixture(), for: owner)
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(seen.latency < .milliseconds(250))
        #expect(seen.phases.connect.map { $0 < .milliseconds(250) } == true)
        #expect(owner.steps == ["wait 127.0.0.1", "acquire 127.0.0.1", "release 127.0.0.1"])
    }

    @Test func `a refused connection releases its place`() async throws {
        let owner = Owner(on: self.loop)
        let server = try await TCPTestServer(.hold)
        try await server.close()
        let seen = try await self.observe(.tcp, "127.0.0.1:\(server.port)", in: try await ProbeFixture(), for: owner)
        #expect(seen.reason == .refused)
        #expect(owner.steps == ["acquire 127.0.0.1", "release 127.0.0.1"])
    }

    @Test func `another address of the name is used while the first has no place`() async throws {
        let server = try await HTTPTestServer()
        let zone: [String: DNSTestServer.Answer] = ["two.test": .addresses([.v4(0x7F00_0005), .v4(0x7F00_0001)])]
        let owner = Owner(on: self.loop, full: [.v4(0x7F00_0005)])
        let seen = try await self.observe(
            .http, "http://two.test:\(server.port)/", in: try await ProbeFixture(zone), for: owner)
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(owner.steps == ["acquire 127.0.0.1", "release 127.0.0.1"])
    }

    @Test func `the target is not down if an address could not be tried`() async throws {
        let hole = try BlackHole()
        let zone: [String: DNSTestServer.Answer] = ["two.test": .addresses([.v4(0x7F00_0005), .v4(0x7F00_0001)])]
        let owner = Owner(on: self.loop, hindrances: 0, full: [.v4(0x7F00_0005)])
        // The second address never answers, but the first one might.
        await #expect(throws: RunnerFault.self) {
            try await self.observe(
                .tcp, "two.test:\(hole.port)", timeout: .milliseconds(300), in: try await ProbeFixture(zone), for: owner)
        }
    }

    @Test func `ICMP and configured name servers acquire places as well`() async throws {
        let bench = try await ProbeFixture()
        let (ping, query) = (Owner(on: self.loop), Owner(on: self.loop))
        _ = try? await self.observe(.icmp, "127.0.0.1", in: bench, for: ping)  // without permission for sockets it is our fault
        #expect(ping.steps == ["acquire 127.0.0.1", "release 127.0.0.1"])
        let seen = try await self.observe(
            .dns, "local.test", ["resolver": .string(bench.dns.address)], in: bench, for: query)
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(query.steps == ["acquire 127.0.0.1", "release 127.0.0.1"])
    }

    @Test func `processor time of expressions is charged, and none for a response that is only read`() async throws {
        let server = try await HTTPTestServer { _ in .init(200, body: String(repeating: "a", count: 200_000) + "!b") }
        let bench = try await ProbeFixture()
        let target = "http://127.0.0.1:\(server.port)/"
        let (plain, slow) = (Owner(on: self.loop), Owner(on: self.loop))
        _ = try await self.observe(.http, target, in: bench, for: plain)
        #expect(plain.diary.withLock { $0.charges } == 0)
        let expression: JSONValue = ["source": "body", "operator": "matches", "value": "(a+)+b"]
        await #expect(throws: RunnerFault.self) {
            try await self.observe(.http, target, ["assertions": [expression]], in: bench, for: slow)
        }
        // It ends after a hundred milliseconds, which are all charged.
        #expect(slow.diary.withLock { $0.charged } >= 100_000_000)
    }

    @Test func `processor time is charged for a handshake and for the verification of a new chain`() async throws {
        let identity = try TrustFile.shared.authority.issue(["local.test"])
        let server = try await HTTPTestServer(identity: identity)
        let owner = Owner(on: self.loop)
        let seen = try await self.observe(.tls, "local.test:\(server.port)", in: try await ProbeFixture(), for: owner)
        #expect(seen.outcome == .up, "\(seen.message)")
        let diary = owner.diary.withLock { $0 }
        #expect(diary.charges >= 2 && diary.charged > 1_000_000)
    }
}
