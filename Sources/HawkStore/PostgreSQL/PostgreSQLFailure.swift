import CPostgreSQL

/// An error that a server reported for a statement, or libpq for the connection.
struct PostgreSQLFailure: Error {
    /// The SQLSTATE, five characters. Nil if it does not come from a server.
    let state: String?
    /// For the log, with neither SQL nor values.
    let detail: String
    /// The table and columns of a duplicate key.
    let table: String?
    let key: [String]
    let constraint: String?
    /// Whether the session is lost, and with it the transaction.
    let isLost: Bool

    private init(
        state: String?, detail: String, table: String? = nil, key: [String] = [], constraint: String? = nil, isLost: Bool
    ) {
        self.state = state
        self.detail = detail
        self.table = table
        self.key = key
        self.constraint = constraint
        self.isLost = isLost
    }

    /// Returns the failure of a connection that is lost or cannot be established. libpq's message names the server.
    static func lost(_ message: String) -> PostgreSQLFailure {
        PostgreSQLFailure(state: nil, detail: message.firstLine, isLost: true)
    }

    /// - Parameters:
    ///   - result: a result with the status `PGRES_FATAL_ERROR`.
    ///   - isLost: whether libpq has detected a dead connection.
    init(_ result: PostgreSQLResult, isLost: Bool) {
        let state = result.errorField(HAWK_PG_STATE)
        let message = result.errorField(HAWK_PG_MESSAGE) ?? result.errorMessage.firstLine
        guard let state else {
            self = .lost(message)
            return
        }
        self.init(
            state: state,
            // Data exceptions (class 22) quote the value.
            detail: state.hasPrefix("22") ? "PostgreSQL \(state)" : "PostgreSQL \(state): \(message)",
            table: result.errorField(HAWK_PG_TABLE), key: Self.key(result.errorField(HAWK_PG_DETAIL)),
            constraint: result.errorField(HAWK_PG_CONSTRAINT), isLost: isLost || Self.endsSession(state))
    }

    /// Whether the same transaction may succeed when repeated: after a deadlock, a serialization failure, a lost plan or
    /// statement, or a lost connection. Never after COMMIT was sent.
    var mayPass: Bool { self.isLost || self.isRivalry || self.spoilsSession }

    /// Whether another transaction conflicted.
    var isRivalry: Bool { self.state == "40001" || self.state == "40P01" }

    /// Whether the session's prepared statements no longer fit the server: a changed schema, or a proxy in between.
    var spoilsSession: Bool { self.state == "26000" || self.state == "0A000" }

    /// Whether the server ended the session because its transaction paused for too long. It has not seen a later statement.
    var pausedTooLong: Bool { self.state == "25P03" }

    /// Whether the server ends the session with this error.
    private static func endsSession(_ state: String) -> Bool {
        state.hasPrefix("08") || ["57P01", "57P02", "57P03", "57P05", "25P03", "25P04"].contains(state)
    }

    /// Returns the columns in "Key (a, b)=(1, 2) already exists.", in any language of the rest.
    private static func key(_ detail: String?) -> [String] {
        guard let detail, let open = detail.firstIndex(of: "("), let close = detail.firstRange(of: ")=(") else { return [] }
        guard open < close.lowerBound else { return [] }
        return detail[detail.index(after: open)..<close.lowerBound].split(separator: ",").map { column in
            String(column.drop { $0 == " " })
        }
    }
}

extension String {
    fileprivate var firstLine: String { String(self.prefix { $0 != "\n" }) }
}
