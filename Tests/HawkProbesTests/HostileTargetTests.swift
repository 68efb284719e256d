import HawkCore
import HawkNet
import HawkTestSupport
import Testing

/// Targets that misbehave: each gets its reason, within its timeout, and leaves nothing open.
@Suite struct HostileTargetTests {
    private static let short = Duration.milliseconds(300)

    @Test func `a closed port refuses`() async throws {
        let server = try await TCPTestServer(.hold)
        try await server.close()
        let seen = try await self.observe(server.port)
        #expect(seen.reason == .refused)
        #expect(seen.message == "127.0.0.1:\(server.port) refused the connection")
    }

    @Test func `a target that accepts and never answers times out`() async throws {
        let server = try await TCPTestServer(.hold)
        let seen = try await self.observe(server.port, timeout: Self.short)
        #expect(seen.reason == .timeout)
        #expect(seen.message == "no answer from 127.0.0.1:\(server.port) within 0.3 s")
    }

    @Test func `a black hole times out while connecting`() async throws {
        let hole = try BlackHole()
        let before = try OpenConnections.count(toPort: hole.port)
        let seen = try await ProbeFixture().observe(.http, "http://127.0.0.1:\(hole.port)/", timeout: Self.short)
        #expect(seen.reason == .timeout)
        #expect(seen.message == "no connection to 127.0.0.1:\(hole.port) within 0.3 s")
        #expect(try OpenConnections.count(toPort: hole.port) <= before)
    }

    @Test(arguments: [
        TCPTestServer.Script.reset, .answerAndReset(Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".utf8)),
    ])
    func `a reset is a protocol error`(_ script: TCPTestServer.Script) async throws {
        let server = try await TCPTestServer(script)
        let seen = try await self.observe(server.port)
        #expect(seen.reason == .protocol, "\(seen.message)")
    }

    @Test(arguments: [
        "", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ])
    func `an early end is a protocol error`(_ text: String) async throws {
        let server = try await TCPTestServer(text.isEmpty ? .close : .answerAndClose(Array(text.utf8)))
        let seen = try await self.observe(server.port)
        #expect(seen.reason == .protocol, "\(seen.message)")
        // Closing with an unread request causes a reset. The kernel decides which of the two the client sees.
        #expect(seen.message.contains("closed the connection") || seen.message.contains("reset"), "\(seen.message)")
    }

    @Test(arguments: [
        "SSH-2.0-OpenSSH_9.2\r\n", "\0\u{1}\u{2}\u{3}", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    ])
    func `garbage is a protocol error`(_ text: String) async throws {
        let server = try await TCPTestServer(.answerAndHold(Array(text.utf8)))
        let seen = try await self.observe(server.port)
        #expect(seen.reason == .protocol, "\(seen.message)")
        #expect(seen.message == "127.0.0.1:\(server.port) sent something that is not HTTP")
    }

    @Test(arguments: [70, 2_000]) func `headers beyond the limit are too large`(_ kibibytes: Int) async throws {
        let line = "X-Padding: " + String(repeating: "x", count: 1_011) + "\r\n"
        let head = "HTTP/1.1 200 OK\r\n" + String(repeating: line, count: kibibytes) + "Content-Length: 0\r\n\r\n"
        let server = try await TCPTestServer(.answerAndHold(Array(head.utf8)))
        let seen = try await self.observe(server.port)
        #expect(seen.reason == .tooLarge, "\(seen.message)")
    }

    @Test func `a body that drips beyond the timeout times out`() async throws {
        let server = try await TCPTestServer(.drip(Array("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".utf8)))
        let seen = try await self.observe(server.port, timeout: Self.short)
        #expect(seen.reason == .timeout)
        #expect(seen.message == "the answer of 127.0.0.1:\(server.port) was not complete within 0.3 s")
        #expect(seen.phases.firstByte != nil)
    }

    @Test func `a head that drips beyond the timeout times out`() async throws {
        let server = try await TCPTestServer(.drip(Array("HTTP/1.1 200 OK\r\nX-Slow: ".utf8)))
        let seen = try await self.observe(server.port, timeout: Self.short)
        #expect(seen.reason == .timeout)
    }

    @Test func `a body without a length ends with the connection`() async throws {
        let server = try await TCPTestServer(.answerAndClose(Array("HTTP/1.1 200 OK\r\n\r\nall is well".utf8)))
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port,
            ["assertions": [["source": "body", "operator": "contains", "value": "well"]]])
        #expect(seen.outcome == .up)
    }

    private func observe(_ port: Int, timeout: Duration = .seconds(30)) async throws -> Observation {
        let seen = try await ProbeFixture().observe(http: "http://127.0.0.1:\(port)/", port: port, timeout: timeout)
        #expect(seen.outcome == .down)
        return seen
    }
}
