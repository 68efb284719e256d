import Foundation
import HawkCore
import HawkNet
import HawkTestSupport
import Testing

/// Handshakes with openssl's server, valid and invalid ones.
@Suite struct TLSProbeTests {
    private let authority = TrustFile.shared.authority
    private let identity: TestIdentity

    init() throws { self.identity = try self.authority.issue(["local.test"]) }

    @Test(arguments: [("-tls1_2", "TLSv1.2"), ("-tls1_3", "TLSv1.3")])
    func `a good certificate is up, with its TLS version`(_ option: String, _ version: String) async throws {
        let seen = try await self.observe([option])
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(seen.evidence.tlsVersion == version && seen.chain?.leaf.names == ["local.test"])
        #expect(seen.phases.tls != nil && seen.phases.firstByte == nil)
    }

    @Test(arguments: ["-tls1", "-tls1_1"]) func `a server with older TLS versions is reported`(_ option: String) async throws {
        let seen = try await self.observe([option, "-cipher", "DEFAULT@SECLEVEL=0"])
        #expect(seen.reason == .tls && seen.message == "local.test supports neither TLS 1.2 nor TLS 1.3")
    }

    @Test func `a server with other ciphers is reported`() async throws {
        let seen = try await self.observe(["-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-SHA384"])
        #expect(seen.reason == .tls && seen.message == "local.test accepts none of the offered ciphers")
    }

    @Test func `a server that does not serve the name is reported`() async throws {
        let seen = try await self.observe(
            ["-servername", "other.test", "-servername_fatal"])
        #expect(seen.reason == .tls)
        #expect(seen.message == "the server does not serve the name local.test over TLS (unrecognized name)")
    }

    @Test func `a TLS 1_2 server that requires a client certificate is reported`() async throws {
        let seen = try await self.observe(["-tls1_2", "-Verify", "1", "-verify_return_error"])
        #expect(seen.reason == .tls && seen.message == "local.test asks for a client certificate")
        #expect(seen.evidence.certificates.map(\.names).first == ["local.test"] && seen.chain?.problem == nil)
    }

    @Test func `a TLS 1_3 server requires a certificate only after the handshake, which is all that is checked`() async throws {
        let seen = try await self.observe(["-tls1_3", "-Verify", "1", "-verify_return_error"])
        #expect(seen.outcome == .up, "\(seen.message)")
    }

    @Test func `a rejected client certificate is reported with the reason`() async throws {
        let stranger = try TestAuthority("Stranger").issue(["client.test"])
        let settings: JSONValue = [
            "client_certificate": .string(stranger.certificatePEM), "client_key": .string(stranger.keyPEM),
        ]
        let seen = try await self.observe(["-tls1_2", "-Verify", "1", "-verify_return_error"], settings)
        #expect(seen.reason == .tls)
        #expect(seen.message.hasPrefix("local.test does not accept the client certificate ("), "\(seen.message)")
        let known = try self.authority.issue(["client.test"])
        let good: JSONValue = ["client_certificate": .string(known.certificatePEM), "client_key": .string(known.keyPEM)]
        #expect(try await self.observe(["-tls1_2", "-Verify", "1", "-verify_return_error"], good).outcome == .up)
    }

    @Test func `certificates beyond 100 KiB are not read`() async throws {
        let chain = String(repeating: self.authority.pem + "\n", count: 800)
        let seen = try await self.observe(["-tls1_2"], chain: chain)
        #expect(seen.reason == .tooLarge, "\(seen.message)")
        #expect(seen.message == "the certificates of local.test are larger than 100 KiB")
    }

    @Test func `200 unnecessary certificates do no harm, and 16 are stored`() async throws {
        let seen = try await self.observe(["-tls1_3"], chain: String(repeating: self.authority.pem + "\n", count: 200))
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(seen.evidence.certificates.count == 16)
    }

    @Test func `days of the certificate may be asserted, and are reported without verification`() async throws {
        let identity = try TestIdentity.selfSigned("local.test")
        let server = try await OpenSSLTestServer(identity, [])
        let days: JSONValue = ["source": "certificate_days", "operator": "greater_than", "value": 14, "severity": "degraded"]
        let seen = try await ProbeFixture().observe(
            .tls, "local.test:\(server.port)", ["verify_tls": false, "assertions": [days]])
        #expect(seen.outcome == .degraded && seen.reason == .assertion)
        #expect(seen.chain?.problem == "the certificate of local.test is self-signed")
    }

    private func observe(
        _ options: [String], _ settings: JSONValue = [:], chain: String? = nil
    ) async throws -> Observation {
        let server = try await OpenSSLTestServer(self.identity, options, trusting: self.authority, chain: chain)
        return try await ProbeFixture().observe(.tls, "local.test:\(server.port)", settings)
    }
}
