import X509

/// Those of the shown certificates that may have to do with the server's own, by their names: in whatever order they came, and
/// however many came with them.
struct CertificateLinks {
    /// The work to find a path grows with each; no honest chain has so many.
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

    /// From the leaf up as far as the names lead, one certificate for each name.
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
