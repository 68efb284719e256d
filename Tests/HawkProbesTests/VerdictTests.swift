import HawkCore
import HawkNet
import HawkTestSupport
import Testing

@testable import HawkProbes

/// Verdicts that depend on what came first, or on what the server may not do.
@Suite struct VerdictTests {
    @Test func `a refusal counts although the other family's addresses are unknown`() async throws {
        let dns = DNSTestServer.Answer.bytes { bytes, _ in
            guard let question = DNSQuestion(bytes), question.type == 28 else { return [] }
            return [question.message([.address(.v6(1))])]
        }
        let server = try await TCPTestServer(.hold, host: "::1")
        try await server.close()
        let seen = try await ProbeFixture(["half.test": dns]).observe(
            .tcp, "half.test:\(server.port)", timeout: .milliseconds(500))
        #expect(seen.reason == .refused, "\(seen.message)")
        #expect(seen.message == "half.test:\(server.port) (::1) refused the connection")
    }

    @Test(
        arguments: [["ec", "-pkeyopt", "ec_paramgen_curve:P-521"], ["ed25519"], ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"]],
        ["-tls1_2", "-tls1_3"])
    func `keys of every kind in use are supported`(_ key: [String], _ version: String) async throws {
        let identity = try TestIdentity.selfSigned("local.test", byOpenSSL: ["-newkey"] + key)
        let server = try await OpenSSLTestServer(identity, [version, "-www"])
        let seen = try await ProbeFixture().observe(.http, "https://local.test:\(server.port)/", ["verify_tls": false])
        #expect(seen.outcome == .up, "\(seen.message)")
        let verified = try await ProbeFixture().observe(.http, "https://local.test:\(server.port)/")
        #expect(verified.message == "the certificate of local.test is self-signed")
    }

    @Test(arguments: ["-tls1_2", "-tls1_3"])
    func `a certificate that is not for TLS has its own message, and is unknown without verification`(
        _ version: String
    ) async throws {
        let identity = try TestIdentity.selfSigned(
            "local.test", byOpenSSL: ["-newkey", "rsa:2048", "-addext", "keyUsage=critical,keyCertSign"])
        let server = try await OpenSSLTestServer(identity, [version, "-www"])
        let seen = try await ProbeFixture().observe(.http, "https://local.test:\(server.port)/")
        #expect(seen.reason == .certificateInvalid)
        #expect(seen.message == "the certificate of local.test is not for TLS: its key usage allows no signatures")
        await #expect(throws: RunnerFault.self) {
            try await ProbeFixture().observe(.http, "https://local.test:\(server.port)/", ["verify_tls": false])
        }
    }

    @Test(arguments: ["text/event-stream", "Text/Event-Stream; charset=utf-8", "multipart/x-mixed-replace; boundary=x"])
    func `an endless stream is a response, unless its text is asserted`(_ type: String) async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nTransfer-Encoding: chunked\r\n\r\n8\r\ndata: 1\n\r\n"
        let server = try await TCPTestServer(.answerAndHold(Array(head.utf8)))
        let bench = try await ProbeFixture()
        let target = "http://127.0.0.1:\(server.port)/"
        #expect(try await bench.observe(http: target, port: server.port).outcome == .up)
        let status = try await bench.observe(http: target, port: server.port, ["expected_status": ["204"]])
        #expect(status.reason == .status)
        let evaluated = try await bench.observe(
            http: target, port: server.port, ["assertions": [["source": "body", "operator": "contains", "value": "2"]]],
            timeout: .milliseconds(300))
        #expect(evaluated.reason == .timeout)
    }

    @Test func `the first byte counts even if the head is incomplete`() async throws {
        let server = try await TCPTestServer(.drip(Array("HTTP/1.1 200 OK\r\nX: ".utf8)))
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port, timeout: .milliseconds(500))
        #expect(seen.reason == .timeout && seen.phases.firstByte != nil)
        #expect(seen.message == "the answer of 127.0.0.1:\(server.port) was not complete within 0.5 s")
    }
}
