import HawkCore
import HawkEngine
import Hummingbird

/// `/api/v1/invitations`
struct InvitationRoutes {
    let invitations: InvitationOperations
    let limits: SignInLimits

    func add(to routes: some RouterMethods<UserContext>) {
        let group = routes.group("invitations")
        group.get(use: self.list)
        group.post(use: self.create)
        group.delete("{id}", use: self.revoke)
    }

    /// Adds routes for the holder of a link, who may have no account yet.
    func addForAnyone(to routes: some RouterMethods<AppContext>) {
        routes.post("invitations/verify", use: self.verify)
    }

    /// Adds routes for users who are not members of this organization.
    func addForPeople(to routes: some RouterMethods<PersonContext>) {
        routes.post("invitations/accept", use: self.accept)
    }

    @Sendable private func list(_ request: Request, context: UserContext) async throws -> Page<InvitationBody> {
        let page = try context.query.page(by: ID<Invitation>.self)
        let invitations = try await self.invitations.list(after: page.after, limit: page.fetching, as: context.principal)
        return Page(invitations, of: page, key: \.id) { InvitationBody($0) }
    }

    @Sendable private func create(_ request: Request, context: UserContext) async throws -> Created<InvitationBody> {
        let draft = try await request.decode(as: InvitationDraftBody.self, context: context)
        let (invitation, link) = try await self.invitations.create(
            email: draft.email, role: draft.role, as: context.principal)
        return Created(at: "/api/v1/invitations/\(invitation.id)", InvitationBody(invitation, link: link))
    }

    @Sendable private func revoke(_ request: Request, context: UserContext) async throws -> HTTPResponse.Status {
        try await self.invitations.revoke(try context.id(), as: context.principal)
        return .noContent
    }

    @Sendable private func verify(_ request: Request, context: AppContext) async throws -> InvitationDetailsBody {
        try self.limits.consume(network: context.client.network)
        let body = try await StrictBodyDecoder.small.decode(AcceptanceBody.self, from: request, context: context)
        return InvitationDetailsBody(try await self.invitations.details(of: Secret(body.token)))
    }

    @Sendable private func accept(_ request: Request, context: PersonContext) async throws -> AcceptedBody {
        let body = try await request.decode(as: AcceptanceBody.self, context: context)
        let membership = try await self.invitations.accept(
            Secret(body.token), as: context.person, from: context.client.origin)
        return AcceptedBody(organization: MembershipBody(membership))
    }
}
