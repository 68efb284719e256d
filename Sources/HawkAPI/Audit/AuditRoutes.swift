import HawkCore
import HawkEngine
import HawkStore
import Hummingbird

/// `/api/v1/audit`
struct AuditRoutes {
    let organizations: OrganizationOperations

    func add(to routes: some RouterMethods<UserContext>) {
        routes.get("audit", use: self.list)
    }

    @Sendable private func list(_ request: Request, context: UserContext) async throws -> Page<AuditEntryBody> {
        let page = try context.query.page(by: Int64.self)
        let entries = try await self.organizations.audit(before: page.after, limit: page.fetching, as: context.principal)
        return Page(entries, of: page, key: \.id, item: AuditEntryBody.init)
    }
}

struct AuditEntryBody: Encodable {
    let id: Int64
    let at: Instant
    /// Neither user nor token: the command line, or the program itself.
    let userID: ID<User>?
    let email: String?
    let tokenID: ID<APIToken>?
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
        self.action = entry.action
        self.subjectType = entry.subject.type
        self.subjectID = entry.subject.id
        self.details = entry.details
    }

    private enum CodingKeys: String, CodingKey {
        case id, at
        case userID = "user_id"
        case email
        case tokenID = "token_id"
        case action
        case subjectType = "subject_type"
        case subjectID = "subject_id"
        case details
    }
}
