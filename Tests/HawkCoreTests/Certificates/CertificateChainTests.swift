import HawkCore
import Testing

@Suite struct CertificateChainTests {
    @Test(
        arguments: [
            (Duration.days(30), 30), (.days(1) - .milliseconds(1), 0), (.zero, 0), (.milliseconds(-1), -1), (.days(-1), -1),
            (.days(-1) - .milliseconds(1), -2),
        ] as [(Duration, Int64)])
    func `the days left are whole days, and negative after the expiry`(_ left: Duration, _ days: Int64) {
        let now = Instant(seconds: 1_800_000_000)
        let certificate = CertificateSummary(subject: "a", issuer: "b", names: [], notBefore: .epoch, notAfter: now + left)
        #expect(certificate.daysLeft(at: now) == days)
    }

    @Test func `no certificates make no chain`() {
        #expect(CertificateChain([], problem: "cannot be read") == nil)
    }

    @Test func `of two chains in one check the worse one counts`() throws {
        func chain(_ days: Int64, problem: String? = nil) -> CertificateChain? {
            let leaf = CertificateSummary(
                subject: "a", issuer: "b", names: [], notBefore: .epoch, notAfter: .epoch + .days(days))
            return CertificateChain([leaf], problem: problem)
        }
        let (late, soon, bad) = try (
            #require(chain(90)), #require(chain(20)), #require(chain(90, problem: "self-signed"))
        )
        #expect(late.orWorse(nil) == late)
        #expect(late.orWorse(soon) == soon && soon.orWorse(late) == soon)
        #expect(soon.orWorse(bad) == bad && bad.orWorse(soon) == bad)
    }
}
