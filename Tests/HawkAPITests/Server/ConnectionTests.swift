import Foundation
import HawkCore
import HawkEngine
import HawkNet
import HawkTestSupport
import NIOCore
import Testing

@testable import HawkAPI

/// Clients that no library would implement, on real sockets.
@Suite struct ConnectionTests {
    private static let loopback = TrustedProxies([AddressRange("127.0.0.0/8")].compactMap { $0 })
    private let ping = "POST /ping/6a4b4ec1-5f0c-4ac7-9d6b-6a1f3a1b2c3d HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n"
    private let health = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"

    private func closed(_ app: TestApp, _ reason: String) -> Bool {
        app.engine.metrics.text().contains(
            #"statushawk_http_connections_closed_total{listener="main",reason="\#(reason)"} 1"# + "\n")
    }

    @Test(.timeLimit(.minutes(1))) func `an incomplete head times out`() async throws {
        var pace = ConnectionPace.Limits()
        pace.head = .milliseconds(300)
        try await withTestApp(hasCast: false, pace: pace) { app in
            let client = try RawClient(port: app.port)
            client.send("GET /healthz HTTP/1.1\r\nHos")
            #expect(await client.receive().isEmpty)
            #expect(self.closed(app, "slow_head"))
        }
    }

    @Test(.timeLimit(.minutes(1))) func `an incomplete ping body times out`() async throws {
        var pace = ConnectionPace.Limits()
        pace.bodyGrace = .milliseconds(300)
        try await withTestApp(hasCast: false, pace: pace) { app in
            let client = try RawClient(port: app.port)
            client.send(self.ping + "the start")
            _ = await client.receive()
            #expect(self.closed(app, "slow_body"))
        }
    }

    @Test(.timeLimit(.minutes(1))) func `an idle client is closed between two requests`() async throws {
        var pace = ConnectionPace.Limits()
        pace.idle = .milliseconds(300)
        try await withTestApp(hasCast: false, pace: pace) { app in
            let client = try RawClient(port: app.port)
            client.send(self.health)
            #expect(await client.receive().hasPrefix("HTTP/1.1 200"))
            #expect(self.closed(app, "idle"))
        }
    }

    @Test(.timeLimit(.minutes(1))) func `an unread response does not hold its connection`() async throws {
        var pace = ConnectionPace.Limits()
        pace.answerWindow = .seconds(1)
        try await withTestApp(hasCast: false, pace: pace) { app in
            let client = try RawClient(port: app.port, receiveBuffer: 4_096)
            client.send(String(repeating: "GET /api/v1/openapi.yaml HTTP/1.1\r\nHost: status.example\r\n\r\n", count: 400))
            try await eventually("the connection is closed") { self.closed(app, "slow_reader") }
            try await eventually("no connection counts as open") {
                app.engine.metrics.text().contains(#"statushawk_http_connections{listener="main"} 0"#)
            }
            withExtendedLifetime(client) {}
        }
    }

    @Test(.timeLimit(.minutes(1))) func `an endless body is not read after its response`() async throws {
        try await withTestApp(hasCast: false) { app in
            let client = try RawClient(port: app.port)
            let endless = String(repeating: "4000\r\n\(String(repeating: "x", count: 0x4000))\r\n", count: 64)
            client.send("POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            // Data sent to a closed connection is dropped.
            for _ in 0..<32 { client.send(endless) }
            _ = await client.receive()
            #expect(self.closed(app, "endless_body"))
        }
    }

    @Test(.timeLimit(.minutes(1))) func `one client has only its share of the connections`() async throws {
        try await withTestApp(hasCast: false, connections: ConnectionLimits(max: 10, maxPerClient: 2)) { app in
            var held = try [RawClient(port: app.port), RawClient(port: app.port)]
            for client in held {
                client.send(self.health)
                #expect(await client.receive(until: "}").hasPrefix("HTTP/1.1 200"))
            }
            let third = try RawClient(port: app.port)
            #expect(await third.receive().isEmpty)
            #expect(self.closed(app, "too_many_from_client"))
            held.removeLast()
            try await eventually("room for another one") {
                let client = try RawClient(port: app.port)
                client.send(self.health)
                return await client.receive(until: "}").hasPrefix("HTTP/1.1 200")
            }
            withExtendedLifetime(held) {}
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a full listener answers again when slow clients are closed`() async throws {
        var pace = ConnectionPace.Limits()
        pace.head = .seconds(1)
        let limits = ConnectionLimits(max: 3, maxPerClient: 1)
        try await withTestApp(hasCast: false, proxies: Self.loopback, connections: limits, pace: pace) { app in
            let held = try (0..<3).map { _ in try RawClient(port: app.port) }
            try await eventually("all connections are counted") {
                app.engine.metrics.text().contains(#"statushawk_http_connections{listener="main"} 3"#)
            }
            let client = try RawClient(port: app.port)
            client.send(self.health)
            #expect(await client.receive(until: "}").hasPrefix("HTTP/1.1 200"))
            withExtendedLifetime(held) {}
        }
    }

    @Test func `a full listener is logged once, and so is its end`() throws {
        let log = RecordedLog()
        let gate = ConnectionGate(ConnectionLimits(max: 1), metrics: Metrics(), troubles: TroubleLog(log.logger))
        var delegate = GateDelegate(gate: gate)
        #expect(delegate.isAcceptingNewConnections())
        delegate.connectionOpened()
        for _ in 0..<5 { #expect(!delegate.isAcceptingNewConnections()) }
        #expect(log.all.map(\.message) == ["The limit of HTTP connections is reached; new connections wait to be accepted"])
        delegate.connectionClosed()
        #expect(delegate.isAcceptingNewConnections())
        #expect(log.all.count == 2)
    }

    @Test(arguments: ["", "Host: a\r\nHost: a\r\n", "Host: a\r\nhOST: b\r\n"])
    func `a request without exactly one host is refused in its turn`(_ hosts: String) async throws {
        try await withTestApp(hasCast: false) { app in
            let client = try RawClient(port: app.port)
            client.send(self.health + "GET /healthz HTTP/1.1\r\n\(hosts)\r\n" + self.health)
            let answers = await client.receive(until: "400 Bad Request\r\n")
            #expect(answers.hasPrefix("HTTP/1.1 200") && answers.contains("HTTP/1.1 400"))
            #expect(answers.components(separatedBy: "HTTP/1.1 200").count == 2)
        }
    }

    @Test func `HTTP 1.0 needs no host`() async throws {
        try await withTestApp(hasCast: false) { app in
            let client = try RawClient(port: app.port)
            client.send("GET /healthz HTTP/1.0\r\n\r\n")
            #expect(await client.receive(until: "}").contains(" 200 "))
        }
    }

    @Test func `a session has its share of its organization's event streams`() async throws {
        try await withTestApp { app in
            let alice = Principal(caller: .user(ID(1), session: ID(1)), organization: ID(1), role: .viewer)
            let other = Principal(caller: .user(ID(1), session: ID(2)), organization: ID(1), role: .viewer)
            let hub = EventHub(
                app.engine.liveEvents, limits: EventHub.Limits(streams: 8), troubles: app.engine.troubles, current: { $0 })
            let signal = AsyncStream.makeStream(of: Void.self).continuation
            var held = try (0..<2).map { _ in try hub.join(alice, signal: signal) }
            #expect(throws: OperationError.self) { try hub.join(alice, signal: signal) }
            held += try (0..<2).map { _ in try hub.join(other, signal: signal) }
            let third = Principal(caller: .token(ID(1), maker: ID(1)), organization: ID(1), role: .viewer)
            #expect(throws: OperationError.self) { try hub.join(third, signal: signal) }
            held.removeFirst()
            held.append(try hub.join(alice, signal: signal))
        }
    }
}
