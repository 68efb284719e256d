import HawkCore
import Testing

@Suite struct CertificateChainTests {
    @Test(
        arguments: [
            (Duration.days(30), 30), (.days(1) - .milliseconds(1), 0), (.zero, 0), (.milliseconds(-1), -1), (.days(-1), -1),
            (.days(-1) - .milliseconds(1), -2),
        ] as [(Duration, Int64)])
    func `the days left are whole ones, and negative once it has expired`(_ left: Duration, _ days: Int64) {
        let now = Instant(seconds: 1_800_000_000)
        let certificate = CertificateSummary(subject: "a", issuer: "b", names: [], notBefore: .epoch, notAfter: now + left)
        #expect(certificate.daysLeft(at: now) == days)
    }

    @Test func `no certificates are no chain`() {
        #expect(CertificateChain([], problem: "cannot be read") == nil)
    }
}
