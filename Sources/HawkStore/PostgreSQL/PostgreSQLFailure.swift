import CPostgreSQL

/// What a server said went wrong with a statement, or libpq with the connection.
struct PostgreSQLFailure: Error {
    /// The SQLSTATE, five signs; nil where no server said anything.
    let state: String?
    /// For the log: neither SQL nor values.
    let detail: String
    /// The table and columns of a key that is there already.
    let table: String?
    let key: [String]
    let constraint: String?
    /// The session is gone, and with it the transaction.
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

    /// The connection is gone or cannot be made; libpq's message names the server.
    static func lost(_ message: String) -> PostgreSQLFailure {
        PostgreSQLFailure(state: nil, detail: message.firstLine, isLost: true)
    }

    /// - Parameters:
    ///   - result: of status `PGRES_FATAL_ERROR`.
    ///   - isLost: whether libpq has found the connection dead.
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

    /// Whether the same transaction may succeed when it is run again: a deadlock, a serialization failure, a plan or statement
    /// that the server no longer has, or a connection that was lost. Never after COMMIT was sent.
    var mayPass: Bool { self.isLost || self.isRivalry || self.spoilsSession }

    /// Another transaction was in the way.
    var isRivalry: Bool { self.state == "40001" || self.state == "40P01" }

    /// The statements prepared in this session do not fit the server any more: a schema that changed, a proxy in between.
    var spoilsSession: Bool { self.state == "26000" || self.state == "0A000" }

    /// Whether the server ends the session with this error.
    private static func endsSession(_ state: String) -> Bool {
        state.hasPrefix("08") || ["57P01", "57P02", "57P03", "57P05", "25P03", "25P04"].contains(state)
    }

    /// The columns in "Key (a, b)=(1, 2) already exists.", whatever the language of the rest.
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
