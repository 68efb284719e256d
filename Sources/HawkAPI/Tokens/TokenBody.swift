import HawkCore
import HawkEngine
import Hummingbird

struct TokenBody: ResponseEncodable {
    let id: ID<APIToken>
    let name: String
    let role: Role
    /// The start of the secret, for recognizing the token.
    let prefix: String
    let createdBy: ID<User>?
    let createdAt: Instant
    let lastUsedAt: Instant?
    let expiresAt: Instant?
    /// The secret; only in the response to its creation.
    let token: String?

    init(_ token: APIToken, secret: Secret? = nil) {
        self.id = token.id
        self.name = token.name
        self.role = token.role
        self.prefix = token.prefix
        self.createdBy = token.createdBy
        self.createdAt = token.createdAt
        self.lastUsedAt = token.lastUsedAt
        self.expiresAt = token.expiresAt
        self.token = secret?.revealed
    }
}

struct TokenDraftBody: Decodable {
    let name: String
    let role: Role
    let expiresAt: Instant?

    var model: TokenDraft { TokenDraft(name: self.name, role: self.role, expiresAt: self.expiresAt) }
}
