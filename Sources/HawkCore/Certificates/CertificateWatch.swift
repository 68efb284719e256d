/// What people were told of the certificates of one monitor's target, and what of that is settled: of each certificate every
/// threshold is told once, and once that one is not valid, however often it is shown, where, and beside which others.
///
/// Behind one name there may be several servers, of which one was forgotten: what two of them show in turn is neither two
/// expiries nor a renewal. So a certificate is taken for gone only when it was not seen for a while.
package struct CertificateWatch: Sendable, Equatable, Codable {
    /// Days left at which people are told, of which the last is followed by the expiry itself.
    package static let thresholds: [Int64] = [30, 14, 7, 1]

    /// When the certificate expires that was told of last. Kept when it is gone: should it be seen again, it is no news.
    package private(set) var expiry: Instant?
    /// The last threshold that was told of that certificate: 0 its expiry.
    package private(set) var threshold: Int64?
    /// Whether it was told that a certificate is not valid.
    package private(set) var isInvalid = false
    /// Since when that certificate was not seen, nor one that expires earlier; nil: it is being seen.
    package private(set) var goneSince: Instant?
    /// Since when nothing was seen that would be worth a warning; nil: something is being seen.
    package private(set) var fineSince: Instant?

    package init() {}

    package enum Change: Sendable, Equatable {
        case warning(CertificateWarning)
        /// All is well, since then.
        case over(since: Instant)
    }

    /// Takes note of what a check has seen.
    /// - Parameter isOpen: whether something was told that is not over yet.
    /// - Returns: what people have to be told; nil: nothing.
    package mutating func apply(_ result: CheckResult, isOpen: Bool) -> Change? {
        let concern = result.chain.flatMap { self.concern(about: $0, at: result.finishedAt) }
        guard let chain = result.chain, let concern else {
            return isOpen && (result.chain != nil || result.showsNoCertificates) ? self.noteFine(result) : nil
        }
        self.fineSince = nil
        guard !result.isDownByCertificate else {
            // That is told already, by the incident of the check.
            self.goneSince = nil
            return nil
        }
        let isNewlyInvalid = concern.isInvalid && !self.isInvalid
        if concern.isInvalid { self.isInvalid = true }
        let threshold = concern.threshold.flatMap { self.note($0, of: chain, in: result, isOpen: isOpen) }
        if isNewlyInvalid { return .warning(.invalid) }
        return threshold.map { .warning($0 == 0 ? .expired : .expiring(threshold: $0)) }
    }

    /// Whether a chain may be worth a warning: everything else is none of the watch's business while nothing is open.
    package static func mayConcern(_ chain: CertificateChain, at now: Instant) -> Bool {
        chain.problem != nil || chain.firstToExpire.daysLeft(at: now) <= Self.thresholds[0]
    }

    /// When a chain that is shown on and on has to be looked at again, because another threshold is reached; nil: it has expired.
    package static func nextThreshold(of chain: CertificateChain, after now: Instant) -> Instant? {
        let expiry = chain.firstToExpire.notAfter
        let starts = Self.thresholds.map { expiry - .days($0 + 1) + .milliseconds(1) } + [expiry + .milliseconds(1)]
        return starts.first { $0 > now }
    }

    private struct Concern {
        /// The last threshold that is reached, 0: expired; nil: there is time.
        var threshold: Int64?
        var isInvalid: Bool
    }

    /// - Returns: nil where there is none.
    private func concern(about chain: CertificateChain, at now: Instant) -> Concern? {
        let days = chain.firstToExpire.daysLeft(at: now)
        let reached = days < 0 ? 0 : self.thresholds(of: chain.firstToExpire).last { days <= $0 }
        let concern = Concern(threshold: reached, isInvalid: chain.problem != nil && days >= 0)
        return reached != nil || concern.isInvalid ? concern : nil
    }

    /// A certificate that came in place of one that was told of shows that somebody, or a program, renews them. Programs do so when a
    /// third of its life is left (of 90 days, when 30 are; of 6, when 2 are): to be told earlier, each time, would be a false alarm.
    private func thresholds(of certificate: CertificateSummary) -> [Int64] {
        guard let expiry = self.expiry, certificate.notAfter > expiry else { return Self.thresholds }
        let life = certificate.notAfter - certificate.notBefore
        return Self.thresholds.filter { .days($0) * 3 < life }
    }

    /// - Returns: the threshold, where it has to be told.
    private mutating func note(
        _ threshold: Int64, of chain: CertificateChain, in result: CheckResult, isOpen: Bool
    ) -> Int64? {
        let seen = chain.firstToExpire.notAfter
        if let expiry = self.expiry, seen > expiry, isOpen {
            // A later one: it is looked at when the other is gone for good.
            guard let since = self.goneSince, result.slot - since >= result.settling else {
                self.goneSince = self.goneSince ?? result.slot
                return nil
            }
        } else if let told = self.threshold, let expiry = self.expiry, seen <= expiry, threshold >= told {
            self.goneSince = nil
            return nil
        }
        self.expiry = seen
        self.threshold = threshold
        self.goneSince = nil
        return threshold
    }

    private mutating func noteFine(_ result: CheckResult) -> Change? {
        self.goneSince = self.goneSince ?? result.slot
        guard let since = self.fineSince else {
            self.fineSince = result.slot
            return nil
        }
        guard result.slot - since >= result.settling else { return nil }
        self.fineSince = nil
        self.goneSince = nil
        self.isInvalid = false
        return .over(since: since)
    }
}

extension CheckResult {
    /// For how long a certificate must not have been seen to be gone: an hour, in which each of several servers had its turn, and
    /// each location; with long intervals two of them.
    fileprivate var settling: Duration { max(.hours(1), self.interval * 2) }

    /// Whether the check succeeded without TLS. (Where there was a handshake the certificates may only not be known any more.)
    package var showsNoCertificates: Bool { self.isSuccess && self.chain == nil && self.phases.tls == nil }

    fileprivate var isDownByCertificate: Bool {
        self.outcome == .down && (self.reason == .certificateExpired || self.reason == .certificateInvalid)
    }
}
