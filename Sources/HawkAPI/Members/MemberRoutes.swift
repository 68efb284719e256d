import HawkCore
import HawkEngine
import Hummingbird

/// `/api/v1/members`
struct MemberRoutes {
    let members: MemberOperations

    func add(to routes: some RouterMethods<UserContext>) {
        let group = routes.group("members")
        group.get(use: self.list)
        group.patch("{user_id}", use: self.update)
        group.delete("{user_id}", use: self.remove)
    }

    @Sendable private func list(_ request: Request, context: UserContext) async throws -> Page<MemberBody> {
        let page = try context.query.page(by: ID<User>.self)
        let members = try await self.members.list(after: page.after, limit: page.fetching, as: context.principal)
        return Page(members, of: page, key: \.user.id, item: MemberBody.init)
    }

    @Sendable private func update(_ request: Request, context: UserContext) async throws -> MemberBody {
        let body = try await request.decode(as: MemberChangeBody.self, context: context)
        return MemberBody(
            try await self.members.setRole(body.role, of: try context.id("user_id"), as: context.principal))
    }

    @Sendable private func remove(_ request: Request, context: UserContext) async throws -> HTTPResponse.Status {
        try await self.members.remove(try context.id("user_id"), as: context.principal)
        return .noContent
    }
}

struct MemberBody: ResponseEncodable {
    let userID: ID<User>
    let email: String
    let name: String
    let role: Role
    let joinedAt: Instant

    init(_ member: Member) {
        self.userID = member.user.id
        self.email = member.user.email
        self.name = member.user.name
        self.role = member.role
        self.joinedAt = member.joinedAt
    }
}

struct MemberChangeBody: Decodable {
    let role: Role
}
