import Foundation
import HawkCore
import HawkNet
import HawkTestSupport
import Testing

@Suite struct HTTPSProbeTests {
    private let authority = TrustFile.shared.authority

    @Test func `a certificate of a trusted authority is up, with the chain as evidence`() async throws {
        let seen = try await self.observe(self.authority.issue(["local.test"]))
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(seen.phases.tls != nil)
        #expect(seen.evidence.certificates.first?.names == ["local.test"])
        #expect(seen.chain == CertificateChain(seen.evidence.certificates, problem: nil, host: "local.test"))
    }

    @Test func `a certificate may also name an address`() async throws {
        let seen = try await self.observe(self.authority.issue(["x"], addresses: [[127, 0, 0, 1]]), host: "127.0.0.1")
        #expect(seen.outcome == .up, "\(seen.message)")
    }

    @Test func `an expired certificate is down, and no request is sent`() async throws {
        let identity = try self.authority.issue(
            ["local.test"], from: .now.addingTimeInterval(-2_000), until: .now.addingTimeInterval(-1_000))
        let seen = try await self.observe(identity, expectingRequests: 0)
        #expect(seen.reason == .certificateExpired)
        #expect(seen.evidence.certificates.count == 1)
        #expect(seen.chain?.problem == seen.message)
    }

    @Test func `a self-signed certificate is down`() async throws {
        let seen = try await self.observe(TestIdentity.selfSigned("local.test"), expectingRequests: 0)
        #expect(seen.reason == .certificateInvalid)
        #expect(seen.message == "the certificate of local.test is self-signed")
    }

    @Test func `a certificate for another name is down`() async throws {
        let seen = try await self.observe(self.authority.issue(["other.test"]), expectingRequests: 0)
        #expect(seen.reason == .certificateInvalid)
        #expect(seen.message == "the certificate is for other.test, not for local.test")
    }

    @Test func `an invalid certificate does not matter without verification, but is reported`() async throws {
        let seen = try await self.observe(TestIdentity.selfSigned("other.test"), ["verify_tls": false])
        #expect(seen.outcome == .up && seen.message.isEmpty)
        #expect(seen.chain?.leaf.names == ["other.test"])
        #expect(seen.chain?.problem == "the certificate of local.test is self-signed")
    }

    @Test func `a monitor may have its own authorities, which are then the only ones`() async throws {
        let own = try TestAuthority("Own")
        let settings: JSONValue = ["ca_certificates": .string(own.pem)]
        #expect(try await self.observe(own.issue(["local.test"]), settings).outcome == .up)
        let seen = try await self.observe(self.authority.issue(["local.test"]), settings, expectingRequests: 0)
        #expect(seen.reason == .certificateInvalid)
    }

    @Test func `another server name is sent, and then expected in the certificate`() async throws {
        let seen = try await self.observe(self.authority.issue(["other.test"]), ["server_name": "other.test"])
        #expect(seen.outcome == .up, "\(seen.message)")
        let wrong = try await self.observe(
            self.authority.issue(["local.test"]), ["server_name": "other.test"], expectingRequests: 0)
        #expect(wrong.message == "the certificate is for local.test, not for other.test")
    }

    @Test func `a client presents its certificate to a server that requests it`() async throws {
        let client = try self.authority.issue(["client.test"])
        let server = try await HTTPTestServer(
            identity: try self.authority.issue(["local.test"]), clientAuthority: self.authority)
        let url = "https://local.test:\(server.port)/"
        let seen = try await ProbeFixture().observe(
            http: url, port: server.port,
            ["client_certificate": .string(client.certificatePEM), "client_key": .string(client.keyPEM)])
        #expect(seen.outcome == .up, "\(seen.message)")
        let anonymous = try await ProbeFixture().observe(http: url, port: server.port)
        #expect(anonymous.reason == .tls && anonymous.message == "local.test asks for a client certificate")
        #expect(server.requests.count == 1)
    }

    @Test func `days of the certificate may be asserted`() async throws {
        let identity = try self.authority.issue(["local.test"], until: .now.addingTimeInterval(5.5 * 86_400))
        let server = try await HTTPTestServer(identity: identity)
        let seen = try await ProbeFixture().observe(
            http: "https://local.test:\(server.port)/", port: server.port,
            ["assertions": [["source": "certificate_days", "operator": "greater_than", "value": 14, "severity": "degraded"]]])
        #expect(seen.outcome == .degraded)
        #expect(seen.message == "the certificate of local.test:\(server.port) expires in 5 days: it must be more than 14 days")
    }

    @Test func `a server without TLS has its own message`() async throws {
        let server = try await HTTPTestServer()
        let seen = try await ProbeFixture().observe(http: "https://local.test:\(server.port)/", port: server.port)
        #expect(seen.outcome == .down && seen.reason == .tls)
        #expect(seen.message == "local.test does not speak TLS on this port")
    }

    @Test func `a server that never answers the handshake times out`() async throws {
        let server = try await TCPTestServer(.hold)
        let seen = try await ProbeFixture().observe(
            http: "https://local.test:\(server.port)/", port: server.port, timeout: .milliseconds(300))
        #expect(seen.reason == .timeout)
        #expect(seen.message == "no TLS handshake with local.test within 0.3 s")
    }

    @Test(arguments: [TCPTestServer.Script.close, .answerAndClose([0x16, 0x03])])
    func `a server that closes during the handshake is a protocol error`(_ script: TCPTestServer.Script) async throws {
        let server = try await TCPTestServer(script)
        let seen = try await ProbeFixture().observe(http: "https://local.test:\(server.port)/", port: server.port)
        #expect(seen.reason == .protocol, "\(seen.message)")
    }

    @Test func `an incomplete response fails, and its socket is closed below TLS`() async throws {
        let identity = try self.authority.issue(["local.test"])
        let server = try await HTTPTestServer(identity: identity) { _ in .init(200, ["Content-Length": "1000"], body: "short") }
        let seen = try await ProbeFixture().observe(
            http: "https://local.test:\(server.port)/", port: server.port, timeout: .seconds(2))
        #expect(seen.outcome == .down && (seen.reason == .protocol || seen.reason == .timeout))
    }

    private func observe(
        _ identity: TestIdentity, _ settings: JSONValue = [:], host: String = "local.test", expectingRequests count: Int = 1
    ) async throws -> Observation {
        let server = try await HTTPTestServer(identity: identity)
        let seen = try await ProbeFixture().observe(http: "https://\(host):\(server.port)/", port: server.port, settings)
        #expect(server.requests.count == count)
        return seen
    }
}
