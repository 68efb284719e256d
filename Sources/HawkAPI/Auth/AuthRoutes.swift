import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird

/// `/api/v1/auth`: sign-up and login.
struct AuthRoutes {
    let signUp: SignUpOperations
    let signIn: SignInOperations
    let limits: SignInLimits
    let publicURL: String

    func add(to routes: some RouterMethods<AppContext>) {
        let auth = routes.group("auth")
        auth.post("signup", use: self.register)
        auth.post("login", use: self.logIn)
    }

    @Sendable private func register(_ request: Request, context: AppContext) async throws -> Response {
        try self.limits.consume(network: context.client.network)
        let body = try await StrictBodyDecoder.small.decode(SignUpBody.self, from: request, context: context)
        let signedIn = try await self.signUp.signUp(body.draft, from: Visitor(request, context, publicURL: self.publicURL))
        let answer = SignedUpBody(
            user: UserBody(signedIn.user), organization: signedIn.memberships.first.map(MembershipBody.init))
        return try Created(at: "/api/v1/auth/me", answer)
            .response(from: request, context: context)
            .signingIn(signedIn, to: request, by: context.client)
    }

    @Sendable private func logIn(_ request: Request, context: AppContext) async throws -> Response {
        try self.limits.consume(requestFrom: context.client.network)
        let body = try await StrictBodyDecoder.small.decode(LogInBody.self, from: request, context: context)
        let signedIn = try await self.signIn.signIn(
            email: body.email, password: Secret(body.password), from: Visitor(request, context, publicURL: self.publicURL))
        let answer = LoggedInBody(
            user: UserBody(signedIn.user), organizations: signedIn.memberships.map(MembershipBody.init))
        return try answer.response(from: request, context: context).signingIn(signedIn, to: request, by: context.client)
    }
}

extension Visitor {
    /// - Parameter publicURL: the installation's URL. Unless its host is this machine, no visitor counts as local.
    init(_ request: Request, _ context: AppContext, publicURL: String) {
        let isForThisMachine = WebOrigin(publicURL)?.host.isLoopback ?? false
        self.init(
            address: context.client.origin.address, network: context.client.network, userAgent: context.client.userAgent,
            device: DeviceCookie.presented(in: request), isLocal: isForThisMachine && context.client.isLocal(request))
    }
}
