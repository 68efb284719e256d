import HawkCore
import Hummingbird

/// A status page as its editors read it.
struct ManagedStatusPageBody: ResponseEncodable {
    private let id: ID<StatusPage>
    private let content: StatusPageDraftBody
    private let createdAt: Instant
    private let updatedAt: Instant

    private enum CodingKeys: CodingKey { case id, createdAt, updatedAt }

    init(_ page: StatusPage) {
        self.id = page.id
        self.content = StatusPageDraftBody(page)
        self.createdAt = page.createdAt
        self.updatedAt = page.updatedAt
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(self.id, forKey: .id)
        try self.content.encode(to: encoder)
        try members.encode(self.createdAt, forKey: .createdAt)
        try members.encode(self.updatedAt, forKey: .updatedAt)
    }
}
