/// The certificate warnings already sent for one monitor's target. For each certificate, each threshold causes one warning. An
/// invalid certificate causes one warning, regardless of location, repetition and the other certificates.
///
/// Several servers can share one name, and one of them may have an old certificate. Two certificates that alternate are neither
/// two expiries nor a renewal. A certificate therefore counts as replaced only if it was not seen for a while.
package struct CertificateWatch: Sendable, Equatable, Codable {
    /// Days left at which a warning is sent. Another warning follows at the expiry itself.
    package static let thresholds: [Int64] = [30, 14, 7, 1]

    /// The expiry of the certificate in the last warning. Kept after that certificate is gone: if it returns, no warning is due.
    package private(set) var expiry: Instant?
    /// The last threshold in a warning about that certificate. 0 stands for its expiry.
    package private(set) var threshold: Int64?
    /// Whether a warning about an invalid certificate was sent.
    package private(set) var isInvalid = false
    /// Since when neither that certificate nor one that expires earlier was seen. Nil while it is seen.
    package private(set) var goneSince: Instant?
    /// Since when no certificate was seen that is worth a warning. Nil while one is seen.
    package private(set) var fineSince: Instant?

    package init() {}

    package enum Change: Sendable, Equatable {
        case warning(CertificateWarning)
        /// No problem has been seen since this instant.
        case over(since: Instant)
    }

    /// Processes the certificates that a check saw.
    /// - Parameter isOpen: whether a warning was sent whose problem is not over.
    /// - Returns: the change to send an alert for, or nil.
    package mutating func apply(_ result: CheckResult, isOpen: Bool) -> Change? {
        let concern = result.chain.flatMap { self.concern(about: $0, at: result.finishedAt) }
        guard let chain = result.chain, let concern else {
            return isOpen && (result.chain != nil || result.showsNoCertificates) ? self.recordFine(result) : nil
        }
        self.fineSince = nil
        guard !result.isDownByCertificate else {
            // The incident of the check reports that already.
            self.goneSince = nil
            return nil
        }
        let isNewlyInvalid = concern.isInvalid && !self.isInvalid
        if concern.isInvalid { self.isInvalid = true }
        let threshold = concern.threshold.flatMap { self.recordThreshold($0, of: chain, in: result, isOpen: isOpen) }
        if isNewlyInvalid { return .warning(.invalid) }
        return threshold.map { .warning($0 == 0 ? .expired : .expiring(threshold: $0)) }
    }

    /// Returns whether a chain may be worth a warning. The watch ignores all other chains while no warning is open.
    package static func mayConcern(_ chain: CertificateChain, at now: Instant) -> Bool {
        chain.problem != nil || chain.firstToExpire.daysLeft(at: now) <= Self.thresholds[0]
    }

    /// Returns when an unchanged chain must be examined again because it reaches another threshold. Nil if it has expired.
    package static func nextThreshold(of chain: CertificateChain, after now: Instant) -> Instant? {
        let expiry = chain.firstToExpire.notAfter
        let starts = Self.thresholds.map { expiry - .days($0 + 1) + .milliseconds(1) } + [expiry + .milliseconds(1)]
        return starts.first { $0 > now }
    }

    private struct Concern {
        /// The last threshold reached. 0 stands for expired. Nil if none is reached.
        var threshold: Int64?
        var isInvalid: Bool
    }

    /// - Returns: nil if there is no concern.
    private func concern(about chain: CertificateChain, at now: Instant) -> Concern? {
        let days = chain.firstToExpire.daysLeft(at: now)
        let reached = days < 0 ? 0 : self.thresholds(of: chain.firstToExpire).last { days <= $0 }
        let concern = Concern(threshold: reached, isInvalid: chain.problem != nil && days >= 0)
        return reached != nil || concern.isInvalid ? concern : nil
    }

    /// Returns the thresholds for a certificate. If it replaces one in a warning, a person or a program renews certificates.
    /// Programs do so when a third of the lifetime is left: 30 of 90 days, or 2 of 6. An earlier warning would be a false alarm.
    private func thresholds(of certificate: CertificateSummary) -> [Int64] {
        guard let expiry = self.expiry, certificate.notAfter > expiry else { return Self.thresholds }
        let life = certificate.notAfter - certificate.notBefore
        return Self.thresholds.filter { .days($0) * 3 < life }
    }

    /// - Returns: the threshold, if a warning is due.
    private mutating func recordThreshold(
        _ threshold: Int64, of chain: CertificateChain, in result: CheckResult, isOpen: Bool
    ) -> Int64? {
        let seen = chain.firstToExpire.notAfter
        if let expiry = self.expiry, seen > expiry, isOpen {
            // This certificate expires later. It is evaluated when the other one is gone for good.
            guard let since = self.goneSince, result.slot - since >= result.settling else {
                self.goneSince = self.goneSince ?? result.slot
                return nil
            }
        } else if let warned = self.threshold, let expiry = self.expiry, seen <= expiry, threshold >= warned {
            self.goneSince = nil
            return nil
        }
        self.expiry = seen
        self.threshold = threshold
        self.goneSince = nil
        return threshold
    }

    private mutating func recordFine(_ result: CheckResult) -> Change? {
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
    /// How long a certificate must not have been seen to count as gone: an hour, or two intervals if that is longer. In that
    /// time, each of several servers and each location had its turn.
    fileprivate var settling: Duration { max(.hours(1), self.interval * 2) }

    /// Whether the check succeeded without TLS. After a handshake, a missing chain may only mean that it was not stored.
    package var showsNoCertificates: Bool { self.isSuccess && self.chain == nil && self.phases.tls == nil }

    fileprivate var isDownByCertificate: Bool {
        self.outcome == .down && (self.reason == .certificateExpired || self.reason == .certificateInvalid)
    }
}
