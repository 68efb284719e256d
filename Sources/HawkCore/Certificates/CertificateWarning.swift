/// A warning about a target's certificates.
package enum CertificateWarning: Sendable, Equatable {
    /// At most this many whole days are left. The value is one of `CertificateWatch.thresholds`.
    case expiring(threshold: Int64)
    case expired
    /// Not trusted for a reason other than expiry. The monitor ignores that.
    case invalid

    /// Returns a number that identifies this warning about this chain. An incident stores each alert event once.
    package func sequence(of chain: CertificateChain) -> Int64 {
        let code: Int64 =
            switch self {
            case .expiring(let threshold): threshold
            case .expired: 0
            case .invalid: 99
            }
        return chain.firstToExpire.notAfter.milliseconds / 1_000 * 100 + code
    }

    package var reason: Reason {
        switch self {
        case .expiring: .none
        case .expired: .certificateExpired
        case .invalid: .certificateInvalid
        }
    }

    /// Returns a short text for the moment of the warning: "certificate expires in 14 days".
    package func headline(of chain: CertificateChain, at now: Instant) -> String {
        switch self {
        case .expired: return "certificate has expired"
        case .invalid: return "certificate is not valid"
        case .expiring:
            let days = chain.firstToExpire.daysLeft(at: now)
            return "certificate expires " + (days > 0 ? "in \(days) day\(days == 1 ? "" : "s")" : "within a day")
        }
    }

    /// Returns the end of an incident's title, after "certificate". It stays true as long as the server sends the certificate.
    package func title(of chain: CertificateChain) -> String {
        switch self {
        case .expired: "has expired"
        case .invalid: "is not valid"
        case .expiring: "expires on \(chain.firstToExpire.notAfter.dateWords)"
        }
    }

    /// Returns the details for the person who renews the certificate: which certificate, its expiry and its issuer.
    package func details(of chain: CertificateChain, at now: Instant) -> String {
        let host = chain.host ?? "the target"
        let first = chain.firstToExpire
        let end = first.notAfter.words
        switch self {
        case .expired:
            return chain.problem ?? "the certificate of \(host) expired on \(end)"
        case .invalid:
            let problem = chain.problem ?? "the certificate of \(host) is not trusted"
            return first.daysLeft(at: now) > CertificateWatch.thresholds[0] ? problem : "\(problem); it expires on \(end)"
        case .expiring where first != chain.leaf:
            return "the certificate of \(host) depends on \(first.subject), which expires on \(end)"
        case .expiring:
            return "the certificate of \(host) expires on \(end); it was issued by \(first.issuer)"
        }
    }
}
