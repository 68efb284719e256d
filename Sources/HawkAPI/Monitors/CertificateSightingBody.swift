import HawkCore
import Hummingbird

/// The certificate that a target presented last, with its chain.
struct CertificateSightingBody: ResponseEncodable {
    private let subject: String
    private let issuer: String
    private let names: [String]
    private let notBefore: Instant
    private let notAfter: Instant
    private let daysLeft: Int64
    private let problem: String?
    private let location: String
    private let seenAt: Instant
    private let chain: [CertificateBody]

    init(_ sighting: CertificateSighting, at now: Instant) {
        let leaf = sighting.chain.leaf
        self.subject = leaf.subject
        self.issuer = leaf.issuer
        self.names = leaf.names
        self.notBefore = leaf.notBefore
        self.notAfter = leaf.notAfter
        self.daysLeft = leaf.daysLeft(at: now)
        self.problem = sighting.chain.problem
        self.location = sighting.location
        self.seenAt = sighting.seenAt
        self.chain = sighting.chain.certificates.map(CertificateBody.init)
    }
}
