import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird

/// `/api/v1/auth/signup/confirmation`: the link that confirms an address before its account exists.
struct ConfirmationRoutes {
    let confirmations: SignUpConfirmations
    let limits: SignInLimits

    func add(to routes: some RouterMethods<AppContext>) {
        let confirmation = routes.group("auth/signup/confirmation")
        confirmation.post(use: self.request)
        confirmation.post("verify", use: self.verify)
    }

    @Sendable private func request(_ request: Request, context: AppContext) async throws -> Response {
        try self.limits.take(network: context.client.network)
        let body = try await StrictBodyDecoder.small.decode(ConfirmationRequestBody.self, from: request, context: context)
        try self.limits.take(mailFor: context.client.network)
        try await self.confirmations.request(for: body.email)
        let answer = ConfirmationRequestedBody(validForSeconds: MailedLink.Kind.signUp.lifetime.milliseconds / 1_000)
        var response = try answer.response(from: request, context: context)
        response.status = .accepted
        return response
    }

    @Sendable private func verify(_ request: Request, context: AppContext) async throws -> ConfirmedAddressBody {
        try self.limits.take(network: context.client.network)
        let body = try await StrictBodyDecoder.small.decode(ConfirmationBody.self, from: request, context: context)
        return ConfirmedAddressBody(email: try await self.confirmations.email(of: Secret(body.confirmation)))
    }
}

struct ConfirmationRequestBody: Decodable {
    let email: String
}

/// The response is the same for every address.
struct ConfirmationRequestedBody: ResponseEncodable {
    let validForSeconds: Int64
}

struct ConfirmationBody: Decodable {
    let confirmation: String
}

struct ConfirmedAddressBody: ResponseEncodable {
    let email: String
}
