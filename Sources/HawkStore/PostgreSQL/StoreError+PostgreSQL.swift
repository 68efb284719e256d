extension StoreError {
    init(_ failure: PostgreSQLFailure) {
        guard let state = failure.state, !failure.isLost else {
            self = .unavailable(detail: failure.detail)
            return
        }
        // https://www.postgresql.org/docs/current/errcodes-appendix.html
        switch state {
        case "23505": self = Self.unique(failure)
        case "42501": self = .unusable("the PostgreSQL user lacks a permission: \(failure.detail)")
        case "42P01", "42703": self = .schema(detail: failure.detail)
        // Cancelled, an object in use, out of connections or memory, in recovery: a retry may succeed.
        case "25006", "40001", "40P01", "53000", "53200", "53300", "55006", "55P03", "57014":
            self = .unavailable(detail: failure.detail)
        // Not a violation: the row has no partition yet.
        case "23514" where failure.constraint == nil: self = .unavailable(detail: failure.detail)
        case "53100", "58030": self = .disk(detail: failure.detail)
        case _ where state.hasPrefix("23"): self = .constraint(detail: failure.detail)
        case _ where state.hasPrefix("XX"): self = .corrupt(detail: failure.detail)
        default: self = .invalid(detail: failure.detail)
        }
    }

    private static func unique(_ failure: PostgreSQLFailure) -> StoreError {
        guard let table = failure.table, !failure.key.isEmpty else { return .constraint(detail: failure.detail) }
        return .unique(table: table, columns: failure.key)
    }
}
