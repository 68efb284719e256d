import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird

/// `/api/v1/auth` for signed-in users: profile, sessions, logout.
struct ProfileRoutes {
    let profile: ProfileOperations
    let signIn: SignInOperations
    let tokens: TokenOperations

    func add(to routes: some RouterMethods<PersonContext>) {
        let auth = routes.group("auth")
        auth.post("logout", use: self.logOut)
        auth.get("me", use: self.show)
        auth.patch("me", use: self.change)
        auth.get("sessions", use: self.sessions)
        auth.delete("sessions", use: self.revokeOthers)
        auth.delete("sessions/{id}", use: self.revoke)
        auth.delete("tokens", use: self.revokeTokens)
    }

    @Sendable private func logOut(_ request: Request, context: PersonContext) async throws -> Response {
        try await self.signIn.signOut(context.person, from: context.client.origin)
        return Response(status: .noContent).settingSession(nil, to: request, by: context.client)
    }

    @Sendable private func show(_ request: Request, context: PersonContext) async throws -> ProfileBody {
        ProfileBody(try await self.profile.profile(of: context.person), in: context.principal?.organization)
    }

    @Sendable private func change(_ request: Request, context: PersonContext) async throws -> ProfileBody {
        let body = try await StrictBodyDecoder.small.decode(ProfileChangeBody.self, from: request, context: context)
        let profile = try await self.profile.change(body.change, of: context.person, as: context.principal)
        return ProfileBody(profile, in: context.principal?.organization)
    }

    @Sendable private func sessions(_ request: Request, context: PersonContext) async throws -> Page<SessionBody> {
        let page = try context.query.page(by: ID<Session>.self)
        let sessions = try await self.signIn.list(before: page.after, limit: page.fetching, as: context.person)
        return Page(sessions, of: page, key: \.id) { SessionBody($0, current: context.person.session) }
    }

    @Sendable private func revokeOthers(_ request: Request, context: PersonContext) async throws -> HTTPResponse.Status {
        try await self.signIn.revokeOthers(as: context.person, from: context.client.origin)
        return .noContent
    }

    @Sendable private func revokeTokens(_ request: Request, context: PersonContext) async throws -> HTTPResponse.Status {
        try await self.tokens.revokeAll(of: context.person, from: context.client.origin)
        return .noContent
    }

    @Sendable private func revoke(_ request: Request, context: PersonContext) async throws -> Response {
        let id = try context.id(of: Session.self)
        try await self.signIn.revoke(id, as: context.person, from: context.client.origin)
        let response = Response(status: .noContent)
        return id == context.person.session ? response.settingSession(nil, to: request, by: context.client) : response
    }
}
