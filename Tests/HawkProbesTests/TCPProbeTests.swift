import Foundation
import HawkCore
import HawkNet
import HawkTestSupport
import Testing

@testable import HawkProbes

@Suite struct TCPProbeTests {
    private static let identity = try? TrustFile.shared.authority.issue(["local.test"])

    @Test func `a text may be sent, and the reply asserted`() async throws {
        let server = try await DialogueTestServer([.receive, .send("+PONG\r\n")])
        let seen = try await self.observe(server, ["send": #"PING\r\n"#, "expect": "+PONG"])
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(server.lines == ["PING"])
        #expect(seen.phases.firstByte != nil && seen.phases.transfer != nil)
        #expect(try OpenConnections.count(toPort: server.port) == 0)
    }

    @Test func `the text to send may be secret, and is not shown when returned`() async throws {
        let server = try await DialogueTestServer([.receive, .send("-ERR AUTH hunter2-hunter2 is wrong\r\n"), .close])
        let seen = try await self.observe(server, ["secret_send": #"AUTH hunter2-hunter2\r\n"#, "expect": "+OK"])
        #expect(server.lines == ["AUTH hunter2-hunter2"])
        #expect(seen.outcome == .down)
        #expect(!"\(seen)".contains("hunter2") && seen.evidence.body?.contains("ERR") == true, "\(seen.evidence)")
    }

    @Test func `a text to send is either secret or not`() {
        var settings = TCPSettings()
        settings.send = "a"
        settings.secretSend = "b"
        #expect(settings.validate().map(\.field) == ["secret_send"])
        #expect(TCPSettings.settings.form.contains { $0.name == "secret_send" && $0.secret })
    }

    @Test func `without a text to send the greeting is asserted`() async throws {
        let server = try await DialogueTestServer([.send("SSH-2.0-Test\r\n"), .receive])
        #expect(try await self.observe(server, ["expect": "SSH-2.0"]).outcome == .up)
    }

    @Test func `for an inverted monitor a closed port is up and an open one is down`() async throws {
        let server = try await TCPTestServer(.hold)
        let bench = try await ProbeFixture()
        let target = "127.0.0.1:\(server.port)"
        let open = try await bench.observe(.tcp, target, ["inverted": true])
        #expect(open.outcome == .down && open.message == "127.0.0.1 answered, expected to fail")
        try await server.close()
        #expect(try await bench.observe(.tcp, target, ["inverted": true]).outcome == .up)
    }

    @Test func `without an expectation any reply is up`() async throws {
        let server = try await DialogueTestServer([.receive, .send("?")])
        #expect(try await self.observe(server, ["send": #"\n"#]).outcome == .up)
    }

    @Test func `a reply may come in pieces and contain any bytes`() async throws {
        let pieces: [DialogueTestServer.Step] = [.sendBytes([0x00, 0xFF]), .receive, .sendBytes([0xFE, 0x0D])]
        let server = try await DialogueTestServer([.receive] + pieces)
        let seen = try await self.observe(server, ["send": #"a\nb\n"#, "expect": #"\xff\xFE\r"#])
        #expect(seen.outcome == .up, "\(seen.message)")
    }

    @Test func `a reply without the expected text fails the assertion when it ends`() async throws {
        let server = try await DialogueTestServer([.receive, .send("-NOAUTH\0 required\r\n"), .receive, .close])
        let seen = try await self.observe(server, ["send": #"PING\r\n\r\n"#, "expect": "+PONG"])
        #expect(seen.reason == .assertion, "\(seen.message)")
        #expect(seen.message == "the reply of local.test:\(server.port) does not contain \"+PONG\"")
        #expect(seen.evidence.body == "-NOAUTH\u{FFFD} required\r\n")
        #expect(seen.evidence.size == 19)
    }

    @Test func `a server that replies otherwise and waits times out, with what was awaited and received`() async throws {
        let server = try await DialogueTestServer([.receive, .send("-LOADING\r\n"), .receive])
        let seen = try await self.observe(server, ["send": #"PING\r\n"#, "expect": "+PONG"], timeout: .seconds(2))
        #expect(seen.reason == .timeout)
        #expect(seen.message == "no reply with \"+PONG\" from local.test:\(server.port) within 2 s")
        #expect(seen.evidence.body == "-LOADING\r\n")
    }

    @Test func `a silent server times out`() async throws {
        let server = try await TCPTestServer(.hold)
        let bench = try await ProbeFixture()
        let seen = try await bench.observe(
            .tcp, "local.test:\(server.port)", ["send": "x"], timeout: .seconds(2))
        #expect(seen.reason == .timeout && seen.message == "no answer from local.test:\(server.port) within 2 s")
    }

    @Test func `a server that closes without a reply is a protocol error`() async throws {
        let server = try await DialogueTestServer([.receive, .close])
        let seen = try await self.observe(server, ["send": #"PING\r\n"#, "expect": "+PONG"])
        #expect(seen.reason == .protocol)
        #expect(seen.message == "local.test:\(server.port) closed the connection without an answer")
    }

    @Test func `a server that resets is a protocol error, regardless of what it sent before`() async throws {
        let server = try await DialogueTestServer([.receive, .send("-ERR\r\n"), .reset])
        let seen = try await self.observe(server, ["send": #"PING\r\n"#, "expect": "+PONG"])
        #expect(seen.reason == .protocol && seen.message == "local.test:\(server.port) reset the connection")
    }

    @Test func `of an endless reply only the first 64 KiB are read`() async throws {
        let flood = String(repeating: "x", count: 1_000_000)
        let server = try await DialogueTestServer([.send(flood), .send("+PONG")])
        let seen = try await self.observe(server, ["expect": "+PONG"])
        #expect(seen.reason == .assertion)
        #expect(seen.message == "the first 64 KiB of the reply of local.test:\(server.port) do not contain \"+PONG\"")
        #expect(seen.evidence.body?.utf8.count == 4_096 && seen.evidence.size == 65_536)
    }

    @Test func `replies work over TLS, even from a server that sends before its certificate is verified`() async throws {
        let identity = try #require(Self.identity)
        for _ in 0..<5 {
            let server = try await DialogueTestServer([
                .secure(try identity.serverConfiguration), .send("* OK ready\r\n"), .receive,
            ])
            let seen = try await self.observe(server, ["tls": true, "expect": "OK ready"])
            #expect(seen.outcome == .up, "\(seen.message)")
            #expect(seen.evidence.tlsVersion == "TLSv1.3" && seen.chain?.leaf.names == ["local.test"])
        }
    }

    @Test func `nothing is sent before the certificate is trusted`() async throws {
        let server = try await DialogueTestServer([
            .secure(try TestIdentity.selfSigned("local.test").serverConfiguration), .receive,
        ])
        let seen = try await self.observe(server, ["tls": true, "send": #"AUTH secret\r\n"#])
        #expect(seen.reason == .certificateInvalid && server.lines.isEmpty)
        let trusting = try await self.observe(
            server, ["tls": true, "send": #"AUTH secret\r\n"#, "verify_tls": false], timeout: .seconds(2))
        #expect(trusting.reason == .timeout && server.lines == ["AUTH secret"])
    }

    @Test func `a server that requires a client certificate is reported, in TLS 1.3 only after the handshake`() async throws {
        let authority = TrustFile.shared.authority
        let configuration = try #require(Self.identity).serverConfiguration(forClientsOf: authority)
        let server = try await DialogueTestServer([.secure(configuration), .receive, .send("+PONG\r\n")])
        let settings: JSONValue = ["tls": true, "send": #"PING\r\n"#, "expect": "+PONG"]
        let seen = try await self.observe(server, settings)
        #expect(seen.reason == .tls, "\(seen.message)")
        #expect(seen.message == "local.test asks for a client certificate")
    }

    @Test func `latency and days of the certificate may be asserted`() async throws {
        let identity = try TrustFile.shared.authority.issue(["local.test"], until: .now.addingTimeInterval(5.5 * 86_400))
        let server = try await DialogueTestServer([.secure(try identity.serverConfiguration), .receive])
        let days: JSONValue = ["source": "certificate_days", "operator": "greater_than", "value": 14, "severity": "degraded"]
        let seen = try await self.observe(server, ["tls": true, "assertions": [days]])
        #expect(seen.outcome == .degraded && seen.reason == .assertion)
        let latency: JSONValue = ["source": "latency", "operator": "less_than", "value": 0.001]
        #expect(try await self.observe(server, ["tls": true, "assertions": [days, latency]]).outcome == .down)
    }

    private func observe(
        _ server: DialogueTestServer, _ settings: JSONValue, timeout: Duration = .seconds(30)
    ) async throws -> Observation {
        try await ProbeFixture().observe(.tcp, "local.test:\(server.port)", settings, timeout: timeout)
    }
}
