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
        reset.post(use: self.request)
        reset.post("verify", use: self.verify)
        reset.post("confirm", use: self.confirm)
    }

    @Sendable private func request(_ request: Request, context: AppContext) async throws -> Response {
        try self.limits.take(network: context.client.network)
        let body = try await StrictBodyDecoder.small.decode(PasswordResetRequestBody.self, from: request, context: context)
        try self.limits.take(mailFor: context.client.network)
        try await self.resets.request(for: body.email)
        let answer = PasswordResetRequestedBody(validForSeconds: MailedLink.Kind.passwordReset.lifetime.milliseconds / 1_000)
        var response = try answer.response(from: request, context: context)
        response.status = .accepted
        return response
    }

    @Sendable private func verify(_ request: Request, context: AppContext) async throws -> PasswordResetAccountBody {
        try self.limits.take(network: context.client.network)
        let body = try await StrictBodyDecoder.small.decode(PasswordResetLinkBody.self, from: request, context: context)
        return PasswordResetAccountBody(email: try await self.resets.email(of: Secret(body.reset)))
    }

    @Sendable private func confirm(_ request: Request, context: AppContext) async throws -> HTTPResponse.Status {
        try self.limits.take(network: context.client.network)
        let body = try await StrictBodyDecoder.small.decode(PasswordResetBody.self, from: request, context: context)
        try await self.resets.reset(Secret(body.reset), to: Secret(body.password), from: context.client.origin)
        return .noContent
    }
}

struct PasswordResetRequestBody: Decodable {
    let email: String
}

/// The response is the same for every address.
struct PasswordResetRequestedBody: ResponseEncodable {
    let validForSeconds: Int64
}

struct PasswordResetLinkBody: Decodable {
    let reset: String
}

struct PasswordResetAccountBody: ResponseEncodable {
    let email: String
}

struct PasswordResetBody: Decodable {
    let reset: String
    let password: String
}
