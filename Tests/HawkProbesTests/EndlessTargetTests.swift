import HawkCore
import HawkNet
import HawkTestSupport
import NIOCore
import NIOPosix
import Testing

@testable import HawkProbes

/// Targets that send endlessly what no parser counts. The data received in an attempt is limited.
@Suite struct EndlessTargetTests {
    /// The data that the kernels buffer on both sides for a client that stopped reading.
    private static let buffers = 24 << 20

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let begin: [UInt8]
        let again: [UInt8]

        init(_ description: String, _ begin: String, _ again: String) {
            self.testDescription = description
            self.begin = Array(begin.utf8)
            self.again = Array(again.utf8)
        }
    }

    private static let cases = [
        Case("early hints", "", "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"),
        Case("answers to an expectation", "", "HTTP/1.1 100 Continue\r\n\r\n"),
        Case("line ends before the answer", "", "\r\n"),
        Case(
            "extensions of tiny chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            "1;" + String(repeating: "x", count: 4_000) + "\r\na\r\n"),
        Case("an extension of one chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1", ";x=y"),
    ]

    @Test(arguments: cases) func `a flood over HTTP is cut off`(_ testCase: Case) async throws {
        let server = try await TCPTestServer(.flood(testCase.begin, testCase.again))
        let seen = try await ProbeFixture().observe(http: "http://127.0.0.1:\(server.port)/", port: server.port)
        try self.expectCut(seen, server)
    }

    @Test func `a flood over TLS is cut off`() async throws {
        let identity = try TrustFile.shared.authority.issue(["local.test"])
        let hint = Self.cases[0]
        let server = try await TCPTestServer(.flood(hint.begin, hint.again), tls: try identity.serverConfiguration)
        let seen = try await ProbeFixture().observe(http: "https://local.test:\(server.port)/", port: server.port)
        try self.expectCut(seen, server, "local.test")
    }

    @Test func `a flood of frames that HTTP/2 ignores is cut off`() async throws {
        let settings: [UInt8] = [0, 0, 0, 4, 0, 0, 0, 0, 0]
        let unknown: [UInt8] = [0, 0x10, 0, 0x2B, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 0x1000)
        let server = try await TCPTestServer(.flood(settings, unknown))
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port, ["http_version": "2"])
        try self.expectCut(seen, server)
    }

    @Test func `a flood of unrelated responses over DNS is cut off`() async throws {
        let server = try await TCPTestServer(.flood([], [0, 32] + [UInt8](repeating: 0x81, count: 32)))
        let seen = try await ProbeFixture().observe(
            .dns, "shop.test", ["resolver": .string("127.0.0.1:\(server.port)"), "transport": "tcp"])
        #expect(seen.reason == .tooLarge, "\(seen.message)")
        #expect(seen.message == "127.0.0.1:\(server.port) sent more than 1280 KiB without an answer")
        #expect(server.flooded < Self.buffers)
    }

    @Test func `the connections of an attempt share one limit`() async throws {
        // 21 hops of 63 KiB, each far below the limit.
        let padding = String(repeating: "x", count: 65_000)
        let server = try await HTTPTestServer { request in
            .init(302, ["Location": "\(request.uri)a", "X-Padding": padding], body: "")
        }
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port, ["max_redirects": 20])
        #expect(seen.reason == .tooLarge && server.requests.count == TargetConnection.maxReceived / 65_000 + 1, "\(seen.message)")
    }

    @Test func `a response at the limits of head and body is read`() async throws {
        let server = try await HTTPTestServer { _ in
            .init(200, ["X-Padding": String(repeating: "x", count: 60_000)], body: String(repeating: "b", count: 200_000))
        }
        let seen = try await ProbeFixture().observe(http: "http://127.0.0.1:\(server.port)/", port: server.port)
        #expect(seen.outcome == .up && seen.evidence.size == 200_000)
    }

    @Test func `one turn of the event loop reads a limited amount from a target`() async throws {
        let server = try await TCPTestServer(.flood([], [UInt8](repeating: 0x78, count: 1 << 20)))
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let received = loop.makePromise(of: [Int].self)
        loop.execute {
            let turns = TurnMeter(until: TargetConnection.maxReceived, then: received)
            let race = ConnectRace(
                to: [.v4(0x7F00_0001)], port: server.port, name: "it", timeout: .seconds(30), meter: turns,
                on: TimerWheel(eventLoop: loop))
            race.start { turns.listen($0) }
        }
        let perTurn = try await received.futureResult.get()
        #expect(perTurn.reduce(0, +) > TargetConnection.maxReceived)
        // In the first turn, the reads grow up to the limit.
        #expect(perTurn.first.map { $0 <= 2 * TargetConnection.maxReadInTurn } == true, "\(perTurn)")
        #expect(perTurn.dropFirst().allSatisfy { $0 <= TargetConnection.maxReadInTurn }, "\(perTurn)")
    }

    private func expectCut(
        _ seen: Observation, _ server: TCPTestServer, _ host: String = "127.0.0.1", _ place: SourceLocation = #_sourceLocation
    ) throws {
        #expect(seen.outcome == .down && seen.reason == .tooLarge, "\(seen.reason): \(seen.message)", sourceLocation: place)
        #expect(seen.message == "\(host):\(server.port) sent more than 1280 KiB in one check", sourceLocation: place)
        #expect(server.flooded < Self.buffers, sourceLocation: place)
    }
}

/// Counts the bytes of each turn of the event loop.
// SAFETY: confined to the event loop.
private final class TurnMeter: ChannelInboundHandler, InboundMeter, @unchecked Sendable {
    typealias InboundIn = ByteBuffer

    private let bound: Int
    private let promise: EventLoopPromise<[Int]>
    private var turns: [Int] = []
    private var inTurn = 0
    private var connection: TargetConnection?

    init(until bound: Int, then promise: EventLoopPromise<[Int]>) {
        self.bound = bound
        self.promise = promise
    }

    func listen(_ result: Result<TargetConnection, any Error>) {
        do {
            let connection = try result.get()
            self.connection = connection
            try connection.channel?.pipeline.syncOperations.addHandler(self)
            // The flood starts after a request.
            connection.channel?.writeAndFlush(ByteBuffer(string: "go"), promise: nil)
        } catch {
            self.promise.fail(error)
        }
    }

    func receive(_ bytes: Int) -> Bool {
        self.inTurn += bytes
        return true
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        self.turns.append(self.inTurn)
        self.inTurn = 0
        guard self.turns.reduce(0, +) > self.bound else { return }
        self.promise.succeed(self.turns)
        self.connection?.close()
    }
}
