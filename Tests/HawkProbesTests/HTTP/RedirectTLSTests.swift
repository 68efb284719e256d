import Foundation
import HawkCore
import HawkNet
import HawkTestSupport
import Testing

@testable import HawkProbes

/// Which TLS settings apply after a redirect, and which certificate messages name.
@Suite struct RedirectTLSTests {
    private let authority = TrustFile.shared.authority
    private static let zone = ["other.test": DNSTestServer.Answer.addresses([.v4(0x7F00_0001)])]

    private func client() throws -> [String: JSONValue] {
        let client = try self.authority.issue(["client.test"])
        return ["client_certificate": .string(client.certificatePEM), "client_key": .string(client.keyPEM)]
    }

    @Test(arguments: [true, false]) func `another host is requested by its own name`(_ isVerified: Bool) async throws {
        let other = try await HTTPTestServer(identity: try self.authority.issue(["other.test"]))
        let first = try await HTTPTestServer(identity: try self.authority.issue(["virtual.test"])) { _ in
            .redirect(to: "https://other.test:\(other.port)/")
        }
        let seen = try await ProbeFixture(Self.zone).observe(
            http: "https://local.test:\(first.port)/", port: other.port,
            ["server_name": "virtual.test", "verify_tls": .bool(isVerified)])
        #expect(seen.outcome == .up && seen.chain?.problem == nil, "\(seen.message)")
    }

    @Test func `the same host keeps the server name of the monitor`() async throws {
        let second = try await HTTPTestServer(identity: try self.authority.issue(["virtual.test"]))
        let first = try await HTTPTestServer { _ in .redirect(to: "https://local.test:\(second.port)/") }
        let seen = try await ProbeFixture().observe(
            http: "http://local.test:\(first.port)/", port: second.port, ["server_name": "virtual.test"])
        #expect(seen.outcome == .up, "\(seen.message)")
    }

    @Test(arguments: ["other.test", "local.test"])
    func `only the first origin gets the client certificate`(_ host: String) async throws {
        // It refuses clients without a certificate.
        let second = try await HTTPTestServer(
            identity: try self.authority.issue([host]), clientAuthority: self.authority)
        let first = try await HTTPTestServer(
            identity: try self.authority.issue(["local.test"]), clientAuthority: self.authority
        ) { $0.uri == "/" ? .redirect(to: "/next") : .redirect(to: "https://\(host):\(second.port)/") }
        let seen = try await ProbeFixture(Self.zone).observe(
            http: "https://local.test:\(first.port)/", port: second.port, .object(try self.client()))
        #expect(first.requests.map(\.uri) == ["/", "/next"])
        #expect(second.requests.isEmpty)
        #expect(seen.reason == .tls && seen.message == "\(host) asks for a client certificate", "\(seen.message)")
    }

    @Test func `a message about certificate days names the server of the certificate`() async throws {
        let last = try await HTTPTestServer(identity: try self.authority.issue(["other.test"]))
        let first = try await HTTPTestServer(
            identity: try self.authority.issue(["local.test"], until: .now.addingTimeInterval(5.5 * 86_400))
        ) { _ in .redirect(to: "https://other.test:\(last.port)/") }
        let days: JSONValue = ["source": "certificate_days", "operator": "greater_than", "value": 14]
        let seen = try await ProbeFixture(Self.zone).observe(
            http: "https://local.test:\(first.port)/", port: last.port, ["assertions": [days]])
        #expect(seen.message == "the certificate of local.test expires in 5 days: it must be more than 14 days")
    }
}
