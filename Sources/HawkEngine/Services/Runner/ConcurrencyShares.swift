import HawkCore

/// Divides places between organizations: each may have up to four times as many as are free. One alone gets four fifths of all
/// places and leaves the rest for others. Two that want everything get four ninths each.
///
/// Choudhury and Hahne, "Dynamic queue length thresholds for shared-memory packet switches", 1998.
struct ConcurrencyShares {
    static let factor = 4

    let limit: Int
    private(set) var total = 0
    private var each: [ID<Organization>: Int] = [:]

    init(limit: Int) { self.limit = limit }

    func admits(_ organization: ID<Organization>) -> Bool {
        self.each[organization, default: 0] < Self.factor * (self.limit - self.total)
    }

    mutating func begin(_ organization: ID<Organization>) {
        self.total += 1
        self.each[organization, default: 0] += 1
    }

    mutating func end(_ organization: ID<Organization>) {
        self.total -= 1
        let rest = self.each[organization, default: 1] - 1
        self.each[organization] = rest > 0 ? rest : nil
    }
}
