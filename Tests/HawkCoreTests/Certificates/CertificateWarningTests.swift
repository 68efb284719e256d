import HawkCore
import Testing

@Suite struct CertificateWarningTests {
    private let now = Instant("2026-11-28T12:00:00Z")!

    private func summary(_ name: String, days: Int64) -> CertificateSummary {
        CertificateSummary(
            subject: "CN=\(name)", issuer: "CN=R11,O=Let's Encrypt", names: [], notBefore: .epoch,
            notAfter: self.now + .days(days))
    }

    @Test func `the details name host, date and issuer`() throws {
        let chain = try #require(CertificateChain([self.summary("shop.test", days: 14)], problem: nil, host: "shop.test"))
        let warning = CertificateWarning.expiring(threshold: 14)
        #expect(warning.title(of: chain) == "expires on 12 Dec 2026")
        #expect(
            warning.details(of: chain, at: self.now)
                == "the certificate of shop.test expires on 12 Dec 2026, 12:00:00 UTC; it was issued by CN=R11,O=Let's Encrypt")
    }

    @Test func `another certificate of the chain is named if it expires first`() throws {
        let chain = try #require(
            CertificateChain(
                [self.summary("shop.test", days: 300)], problem: nil, host: "shop.test",
                firstToExpire: self.summary("Middle", days: 7)))
        let warning = CertificateWarning.expiring(threshold: 7)
        #expect(warning.headline(of: chain, at: self.now) == "certificate expires in 7 days")
        #expect(
            warning.details(of: chain, at: self.now)
                == "the certificate of shop.test depends on CN=Middle, which expires on 5 Dec 2026, 12:00:00 UTC")
    }

    @Test(arguments: [(200, ""), (3, "; it expires on 1 Dec 2026, 12:00:00 UTC")] as [(Int64, String)])
    func `a problem is reported with the remaining time if that is short`(_ days: Int64, _ rest: String) throws {
        let problem = "the certificate of shop.test is self-signed"
        let chain = try #require(CertificateChain([self.summary("shop.test", days: days)], problem: problem))
        #expect(CertificateWarning.invalid.details(of: chain, at: self.now) == problem + rest)
        #expect(CertificateWarning.invalid.reason == .certificateInvalid)
        #expect(CertificateWarning.expired.details(of: chain, at: self.now) == problem)
    }

    @Test func `each warning of an incident has a unique sequence`() throws {
        let chains = [10, 11].compactMap { CertificateChain([self.summary("shop.test", days: $0)], problem: nil) }
        let warnings = CertificateWatch.thresholds.map(CertificateWarning.expiring) + [.expired, .invalid]
        let sequences = chains.flatMap { chain in warnings.map { $0.sequence(of: chain) } }
        #expect(Set(sequences).count == 2 * warnings.count)
    }
}
