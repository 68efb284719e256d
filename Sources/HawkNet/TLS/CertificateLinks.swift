import X509

/// The certificates that may be related to the server's own by their names, in any order and among any number of others.
struct CertificateLinks {
    /// The work to find a path grows with each certificate. No honest chain has more.
    private static let most = 16

    let leaf: ShownCertificate
    let others: [ShownCertificate]

    init(from leaf: ShownCertificate, among shown: [ShownCertificate]) {
        self.leaf = leaf
        var found: [ShownCertificate] = []
        var known: Set<[UInt8]> = [leaf.der]
        var wanted = [leaf.issuer]
        while let name = wanted.popLast() {
            for issuer in shown where issuer.subject == name && found.count < Self.most && known.insert(issuer.der).inserted {
                found.append(issuer)
                wanted.append(issuer.issuer)
            }
        }
        self.others = found
    }

    var all: [ShownCertificate] { [self.leaf] + self.others }

    /// The certificates from the leaf upwards as the names lead, one for each name.
    var ladder: [ShownCertificate] {
        var ladder = [self.leaf]
        while let top = ladder.last, !top.isSelfIssued,
            let issuer = self.others.first(where: { issuer in
                issuer.subject == top.issuer && !ladder.contains { $0.der == issuer.der }
            })
        { ladder.append(issuer) }
        return ladder
    }
}
