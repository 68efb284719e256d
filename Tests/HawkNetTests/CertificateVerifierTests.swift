import Foundation
import HawkCore
import HawkNet
import HawkTestSupport
import NIOCore
import NIOPosix
import Testing

@Suite struct CertificateVerifierTests {
    private let authority: TestAuthority
    private let verifier: CertificateVerifier

    init() throws {
        self.authority = try TestAuthority()
        let file = try self.authority.writeTrustFile()
        defer { try? FileManager.default.removeItem(atPath: file) }  // a left-over file of a test does no harm
        self.verifier = try CertificateVerifier(trust: .file(path: file))
    }

    @Test func `a certificate of a trusted authority for the right name is trusted`() async throws {
        let identity = try self.authority.issue(["shop.test", "*.apps.test"], addresses: [[192, 0, 2, 7]])
        for host in ["shop.test", "x.apps.test", "192.0.2.7"] {
            let verdict = try await self.verdict(identity, host)
            #expect(verdict.problem == nil)
            #expect(verdict.certificates.first?.names == ["shop.test", "*.apps.test", "192.0.2.7"])
        }
    }

    @Test func `a certificate for another name is reported with its names`() async throws {
        let identity = try self.authority.issue(["other.test", "www.other.test"])
        let problem = try await self.verdict(identity, "shop.test").problem
        #expect(
            problem == TargetFailure(.certificateInvalid, "the certificate is for other.test, www.other.test, not for shop.test"))
    }

    @Test func `an expired certificate is reported with the time of its expiry`() async throws {
        let end = Date(timeIntervalSince1970: (Date.now.timeIntervalSince1970 - 3_600).rounded(.down))
        let identity = try self.authority.issue(["shop.test"], from: end.addingTimeInterval(-86_400), until: end)
        let problem = try #require(try await self.verdict(identity, "shop.test").problem)
        #expect(problem.reason == .certificateExpired)
        let instant = Instant(seconds: Int64(end.timeIntervalSince1970))
        #expect(problem.message == "the certificate of shop.test expired on \(instant.words)")
    }

    @Test func `a certificate that is not yet valid is reported with its start`() async throws {
        let identity = try self.authority.issue(["shop.test"], from: .now.addingTimeInterval(86_400))
        let problem = try #require(try await self.verdict(identity, "shop.test").problem)
        #expect(problem.reason == .certificateInvalid)
        #expect(problem.message.contains("is not valid before"))
    }

    /// Comparing such a name takes time quadratic in its length.
    @Test func `a certificate with a name of combining marks cannot be read`() async throws {
        let identity = try self.authority.issue(["shop.test"], commonName: HostileText.combiningMarks.text(ofBytes: 60_000))
        let verdict = try await self.verdict(identity, "shop.test")
        #expect(verdict.problem == TargetFailure(.certificateInvalid, "the certificate of shop.test cannot be read"))
        #expect(verdict.certificates.isEmpty)
    }

    @Test(arguments: HostileText.allCases) func `long names are cut by their bytes`(_ kind: HostileText) async throws {
        let identity = try self.authority.issue(["shop.test"], commonName: "x" + kind.text(ofBytes: 60_000))
        let certificates = try await self.verdict(identity, "shop.test").certificates
        #expect(certificates.allSatisfy { $0.subject.utf8.count <= 400 })
    }

    @Test func `a self-signed certificate is reported as such`() async throws {
        let problem = try await self.verdict(try TestIdentity.selfSigned("shop.test"), "shop.test").problem
        #expect(problem == TargetFailure(.certificateInvalid, "the certificate of shop.test is self-signed"))
    }

    @Test func `a certificate of an unknown authority names the issuer`() async throws {
        let stranger = try TestAuthority("Strange Authority")
        let problem = try #require(try await self.verdict(stranger.issue(["shop.test"]), "shop.test").problem)
        #expect(problem.reason == .certificateInvalid)
        #expect(problem.message.contains("CN=Strange Authority"))
    }

    @Test func `bytes that are no certificate are not trusted`() async throws {
        let verdict = try await self.verifier.verify(
            [[1, 2, 3]], host: "shop.test", on: MultiThreadedEventLoopGroup.singleton.next()
        ).get()
        #expect(verdict.problem?.reason == .certificateInvalid)
        let none = try await self.verifier.verify([], host: "shop.test", on: MultiThreadedEventLoopGroup.singleton.next()).get()
        #expect(none.problem?.reason == .certificateInvalid)
    }

    @Test func `a cached verdict does not outlive the certificate`() async throws {
        let identity = try self.authority.issue(["shop.test"])
        #expect(try await self.verdict(identity, "shop.test").problem == nil)
        #expect(try await self.verdict(identity, "shop.test").problem == nil)
        #expect(self.verifier.examinations == 1)
        let later = Instant.wallClock + .days(60)
        #expect(try await self.verdict(identity, "shop.test", at: later).problem?.reason == .certificateExpired)
        #expect(try await self.verdict(identity, "shop.test").problem == nil)
    }

    @Test func `a verdict applies to one host only`() async throws {
        let identity = try self.authority.issue(["shop.test"])
        #expect(try await self.verdict(identity, "shop.test").problem == nil)
        #expect(try await self.verdict(identity, "other.test").problem != nil)
    }

    @Test func `a trust file without certificates is refused at once`() {
        #expect(throws: RunnerFault.self) { try CertificateVerifier(trust: .file(path: "/dev/null")) }
        #expect(throws: RunnerFault.self) { try CertificateVerifier(trust: .file(path: "/nowhere/ca.pem")) }
    }

    @Test func `an expired certificate that the chain does not need is ignored`() async throws {
        let identity = try self.authority.issue(["shop.test"])
        let cross = try self.authority.issue(["old cross-signature"], until: .now.addingTimeInterval(-86_400))
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let chain = [try identity.derEncoded, try cross.derEncoded]
        let verdict = try await self.verifier.verify(chain, host: "shop.test", on: loop).get()
        #expect(verdict.problem == nil && verdict.certificates.count == 2)
        #expect(verdict.firstToExpire == verdict.certificates[0])
    }

    @Test func `a needed certificate counts if it expires before the leaf`() async throws {
        let identity = try self.authority.issue(["shop.test"], until: .now.addingTimeInterval(900 * 86_400))
        let verdict = try await self.verdict(identity, "shop.test")
        #expect(verdict.problem == nil && verdict.firstToExpire?.subject == "CN=Test Authority")
    }

    private func verdict(_ identity: TestIdentity, _ host: String, at now: Instant = .wallClock) async throws
        -> CertificateVerdict
    {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        return try await self.verifier.verify([try identity.derEncoded], host: host, at: now, on: loop).get()
    }
}
