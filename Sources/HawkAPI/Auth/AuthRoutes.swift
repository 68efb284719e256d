import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird

/// `/api/v1/auth`: coming in.
struct AuthRoutes {
    let signUp: SignUpOperations
    let signIn: SignInOperations

    func add(to routes: some RouterMethods<AppContext>) {
        let auth = routes.group("auth")
        auth.post("signup", use: self.register)
        auth.post("login", use: self.logIn)
    }

    @Sendable private func register(_ request: Request, context: AppContext) async throws -> Response {
        let body = try await request.decode(as: SignUpBody.self, context: context)
        let signedIn = try await self.signUp.signUp(body.draft, from: Visitor(request, context))
        let answer = SignedUpBody(
            user: UserBody(signedIn.user), organization: signedIn.memberships.first.map(MembershipBody.init))
        return try Created(at: "/api/v1/auth/me", answer)
            .response(from: request, context: context)
            .signingIn(signedIn, for: context.client)
    }

    @Sendable private func logIn(_ request: Request, context: AppContext) async throws -> Response {
        let body = try await request.decode(as: LogInBody.self, context: context)
        let signedIn = try await self.signIn.signIn(
            email: body.email, password: Secret(body.password), from: Visitor(request, context))
        let answer = LoggedInBody(
            user: UserBody(signedIn.user), organizations: signedIn.memberships.map(MembershipBody.init))
        return try answer.response(from: request, context: context).signingIn(signedIn, for: context.client)
    }
}

extension Visitor {
    fileprivate init(_ request: Request, _ context: AppContext) {
        self.init(
            address: context.client.origin.address, network: context.client.network, userAgent: context.client.userAgent,
            device: DeviceCookie.presented(in: request))
    }
}
