import HawkCore
import Testing

@Suite struct CertificateWatchTests {
    private let start = Instant(seconds: 1_800_000_000)

    /// One monitor's watch over time, and its open incident.
    private struct Story {
        var watch = CertificateWatch()
        var isOpen = false
        var interval = Duration.seconds(60)

        /// - Returns: the alert.
        mutating func see(_ chain: CertificateChain?, at now: Instant, _ outcome: Outcome = .up, _ reason: Reason = .none)
            -> String?
        {
            var result = CheckResult(
                monitor: ID(1), organization: ID(1), revision: 1, location: "default", slot: now, startedAt: now, finishedAt: now,
                interval: self.interval, outcome: outcome, reason: reason, latency: .zero)
            result.chain = chain
            switch self.watch.apply(result, isOpen: self.isOpen) {
            case .warning(let warning):
                self.isOpen = true
                return chain.map { warning.headline(of: $0, at: now) }
            case .over(let since):
                self.isOpen = false
                return "over since \(since)"
            case nil: return nil
            }
        }
    }

    /// - Parameters:
    ///   - end: from the start.
    ///   - life: the validity period.
    private func chain(until end: Duration, life: Duration = .days(365), problem: String? = nil) -> CertificateChain? {
        let leaf = CertificateSummary(
            subject: "CN=shop.test", issuer: "CN=Authority", names: ["shop.test"], notBefore: self.start + end - life,
            notAfter: self.start + end)
        return CertificateChain([leaf], problem: problem, host: "shop.test")
    }

    @Test func `each threshold alerts once, at its first check`() {
        var story = Story()
        let old = self.chain(until: .days(33))
        var warnings: [String] = []
        for hour in Int64(0)..<(34 * 24) {
            if let headline = story.see(old, at: self.start + .hours(hour)) { warnings.append("\(hour / 24): \(headline)") }
        }
        // More than 30 days are 31 whole ones, and the last day is less than one.
        #expect(
            warnings == [
                "2: certificate expires in 30 days", "18: certificate expires in 14 days", "25: certificate expires in 7 days",
                "31: certificate expires in 1 day", "33: certificate has expired",
            ])
    }

    @Test func `a certificate first seen shortly before its expiry alerts once, and again at the next threshold`() {
        var story = Story()
        let old = self.chain(until: .days(5))
        #expect(story.see(old, at: self.start) == "certificate expires in 5 days")
        #expect(story.see(old, at: self.start + .days(2)) == nil)
        #expect(story.see(old, at: self.start + .days(3) + .milliseconds(1)) == "certificate expires in 1 day")
        var last = Story()
        #expect(last.see(old, at: self.start + .days(5)) == "certificate expires within a day")
    }

    @Test func `a renewal ends the incident after an hour without the old chain, as of its first sight`() {
        var story = Story()
        let (old, new) = (self.chain(until: .days(5)), self.chain(until: .days(400)))
        _ = story.see(old, at: self.start)
        #expect(story.see(new, at: self.start + .minutes(10)) == nil)
        #expect(story.see(new, at: self.start + .minutes(69)) == nil)
        #expect(story.see(new, at: self.start + .minutes(70)) == "over since \(self.start + .minutes(10))")
        #expect(story.see(new, at: self.start + .minutes(200)) == nil)
    }

    @Test func `two servers behind one name do not open and resolve in turn`() {
        var story = Story()
        let (old, new) = (self.chain(until: .days(20)), self.chain(until: .days(80)))
        #expect(story.see(old, at: self.start) == "certificate expires in 20 days")
        for minute in Int64(1)..<(24 * 60) {
            // The old server answers every fifty minutes.
            #expect(story.see(minute % 50 == 0 ? old : new, at: self.start + .minutes(minute)) == nil)
        }
        #expect(story.isOpen)
        // Finally it is gone. If it returns, it does not alert until the next threshold.
        let later = self.start + .days(2)
        #expect(story.see(new, at: later) != nil)
        #expect(story.see(old, at: later + .minutes(1)) == nil && !story.isOpen)
        #expect(story.see(old, at: self.start + .days(6)) == "certificate expires in 14 days")
    }

    @Test func `the earliest of several certificates alerts, and the next one when that is gone`() {
        var story = Story()
        let (first, second, third) = (self.chain(until: .days(6)), self.chain(until: .days(20)), self.chain(until: .days(3)))
        #expect(story.see(second, at: self.start) == "certificate expires in 20 days")
        #expect(story.see(first, at: self.start + .minutes(1)) == "certificate expires in 5 days")
        #expect(story.see(second, at: self.start + .minutes(2)) == nil)
        #expect(story.see(third, at: self.start + .minutes(3)) == nil, "it has the same threshold of seven days")
        #expect(story.see(first, at: self.start + .minutes(4)) == nil)
        #expect(story.see(second, at: self.start + .minutes(5)) == nil)
        #expect(story.see(second, at: self.start + .minutes(64)) == nil)
        #expect(story.see(second, at: self.start + .minutes(65)) == "certificate expires in 19 days")
        #expect(story.see(second, at: self.start + .minutes(66)) == nil)
    }

    @Test func `short-lived certificates that are renewed in time do not alert`() {
        var story = Story()
        var warnings: [String?] = []
        // Valid for six days each, renewed every three.
        for hour in Int64(0)..<(60 * 24) {
            let end = Duration.days(5 + hour / 72 * 3)
            warnings.append(story.see(self.chain(until: end, life: .days(6)), at: self.start + .hours(hour)))
        }
        #expect(
            warnings.compactMap(\.self) == [
                "certificate expires in 5 days", "over since \(self.start + .days(3))",
            ])
        // Renewal has stopped.
        let last = self.chain(until: .days(62), life: .days(6))
        #expect(story.see(last, at: self.start + .days(60)) == nil)
        #expect(story.see(last, at: self.start + .days(60) + .hours(1)) == "certificate expires in 1 day")
    }

    @Test func `a certificate of ninety days with renewal at thirty alerts if that fails`() {
        var story = Story()
        let first = self.chain(until: .days(20), life: .days(90))
        #expect(story.see(first, at: self.start) == "certificate expires in 20 days")
        let second = self.chain(until: .days(100), life: .days(90))
        _ = story.see(second, at: self.start + .days(10))
        #expect(story.see(second, at: self.start + .days(11)) != nil)
        #expect(story.see(second, at: self.start + .days(71)) == nil)
        #expect(story.see(second, at: self.start + .days(85) + .hours(1)) == "certificate expires in 14 days")
    }

    @Test func `a problem alerts once, with the remaining time, and thresholds alert afterwards`() {
        var story = Story()
        let odd = self.chain(until: .days(20), problem: "the certificate of shop.test is self-signed")
        #expect(story.see(odd, at: self.start) == "certificate is not valid")
        #expect(story.see(odd, at: self.start + .minutes(15)) == nil)
        #expect(story.see(odd, at: self.start + .days(6)) == "certificate expires in 14 days")
        // Issued again at each start of the server: it is still the same problem.
        let other = self.chain(until: .days(400), problem: "the certificate of shop.test is self-signed")
        #expect(story.see(other, at: self.start + .days(7)) == nil && story.see(other, at: self.start + .days(8)) == nil)
        let expired = self.chain(until: .days(9), problem: "the certificate of shop.test expired")
        #expect(story.see(expired, at: self.start + .days(10)) == "certificate has expired")
        #expect(story.see(expired, at: self.start + .days(11)) == nil)
    }

    @Test(arguments: [Reason.certificateExpired, .certificateInvalid])
    func `a check that is down for its certificate does not alert again and ends nothing`(_ reason: Reason) {
        var story = Story()
        let bad = self.chain(until: .days(-1), problem: "expired")
        #expect(story.see(bad, at: self.start, .down, reason) == nil)
        let old = self.chain(until: .days(1))
        _ = story.see(old, at: self.start)
        #expect(story.see(self.chain(until: .days(90)), at: self.start + .minutes(1)) == nil)
        #expect(story.see(bad, at: self.start + .minutes(30), .down, reason) == nil)
        #expect(story.see(self.chain(until: .days(90)), at: self.start + .minutes(62)) == nil)
        #expect(story.isOpen)
        // Down for another reason, the chain still counts.
        var other = Story()
        #expect(other.see(old, at: self.start, .down, .status) == "certificate expires in 1 day")
    }

    @Test func `a target without a certificate ends the incident, one with an unknown certificate does not`() {
        var story = Story()
        _ = story.see(self.chain(until: .days(5)), at: self.start)
        #expect(story.see(nil, at: self.start + .minutes(1), .down, .refused) == nil)
        #expect(story.see(nil, at: self.start + .minutes(70), .down, .refused) == nil)
        #expect(story.see(nil, at: self.start + .minutes(71)) == nil)
        #expect(story.see(nil, at: self.start + .minutes(131)) == "over since \(self.start + .minutes(71))")

        var spilled = CheckResult(
            monitor: ID(1), organization: ID(1), revision: 1, location: "default", slot: self.start, startedAt: self.start,
            finishedAt: self.start, interval: .seconds(60), outcome: .up, latency: .zero)
        #expect(spilled.showsNoCertificates)
        spilled.phases.tls = .milliseconds(5)
        #expect(!spilled.showsNoCertificates)
    }

    @Test func `with long intervals the end takes two of them`() {
        var story = Story(interval: .days(1))
        let (old, new) = (self.chain(until: .days(5)), self.chain(until: .days(90)))
        _ = story.see(old, at: self.start)
        #expect(story.see(new, at: self.start + .days(1)) == nil && story.see(new, at: self.start + .days(2)) == nil)
        #expect(story.see(new, at: self.start + .days(3)) != nil)
    }

    @Test func `an unchanged chain is evaluated again at its next threshold`() throws {
        let chain = try #require(self.chain(until: .days(40)))
        var now = self.start
        var days: [Int64] = []
        while let next = CertificateWatch.nextThreshold(of: chain, after: now) {
            #expect(chain.leaf.daysLeft(at: next - .milliseconds(1)) == chain.leaf.daysLeft(at: next) + 1)
            days.append(chain.leaf.daysLeft(at: next))
            now = next
        }
        #expect(days == [30, 14, 7, 1, -1])
        #expect(!CertificateWatch.mayConcern(chain, at: self.start + .days(9)))
        #expect(CertificateWatch.mayConcern(chain, at: self.start + .days(9) + .milliseconds(1)))
    }
}
