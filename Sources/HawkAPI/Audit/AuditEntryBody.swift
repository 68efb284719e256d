import HawkCore

struct AuditEntryBody: Encodable {
    let id: Int64
    let at: Instant
    /// User and token are both nil for the command line, the program itself, or an unauthenticated caller.
    let userID: ID<User>?
    let email: String?
    let tokenID: ID<APIToken>?
    let tokenName: String?
    let address: String?
    let userAgent: String?
    let action: String
    let subjectType: String
    let subjectID: Int64?
    let details: JSONValue

    init(_ entry: AuditEntry) {
        self.id = entry.id
        self.at = entry.at
        self.userID = if case .user(let id) = entry.actor { id } else { nil }
        self.email = entry.email
        self.tokenID = if case .token(let id) = entry.actor { id } else { nil }
        self.tokenName = entry.tokenName
        self.address = entry.origin?.address
        self.userAgent = entry.origin?.userAgent
        self.action = entry.action
        self.subjectType = entry.subject.type
        self.subjectID = entry.subject.id
        self.details = entry.details
    }
}
