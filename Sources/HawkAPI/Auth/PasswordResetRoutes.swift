import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird

/// `/api/v1/auth/password-reset`: the link that sets a new password.
struct PasswordResetRoutes {
    let resets: PasswordResets
    let limits: SignInLimits

    func add(to routes: some RouterMethods<AppContext>) {
        let reset = routes.group("auth/password-reset")
        MailedLinkRoutes<PasswordResetLinkBody>(links: self.resets, limits: self.limits).add(to: reset)
        reset.post("confirm", use: self.confirm)
    }

    @Sendable private func confirm(_ request: Request, context: AppContext) async throws -> HTTPResponse.Status {
        try self.limits.consume(network: context.client.network)
        let body = try await StrictBodyDecoder.small.decode(PasswordResetBody.self, from: request, context: context)
        try await self.resets.reset(Secret(body.reset), to: Secret(body.password), from: context.client.origin)
        return .noContent
    }
}

struct PasswordResetLinkBody: MailedLinkBody {
    let reset: String

    var token: String { self.reset }
}

struct PasswordResetBody: Decodable {
    let reset: String
    let password: String
}
