import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird

/// Links that people request by mail without being signed in. A POST requests one, and `verify` returns the address that a link
/// is for.
struct MailedLinkRoutes<LinkBody: MailedLinkBody> {
    let links: any MailedLinkOperations
    let limits: SignInLimits

    func add(to routes: some RouterMethods<AppContext>) {
        routes.post(use: self.request)
        routes.post("verify", use: self.verify)
    }

    @Sendable private func request(_ request: Request, context: AppContext) async throws -> Response {
        try self.limits.consume(network: context.client.network)
        let body = try await StrictBodyDecoder.small.decode(LinkRequestBody.self, from: request, context: context)
        try self.limits.consume(mailFor: context.client.network)
        try await self.links.request(for: body.email)
        let answer = LinkRequestedBody(validForSeconds: self.links.kind.lifetime.milliseconds / 1_000)
        var response = try answer.response(from: request, context: context)
        response.status = .accepted
        return response
    }

    @Sendable private func verify(_ request: Request, context: AppContext) async throws -> LinkAddressBody {
        try self.limits.consume(network: context.client.network)
        let body = try await StrictBodyDecoder.small.decode(LinkBody.self, from: request, context: context)
        return LinkAddressBody(email: try await self.links.email(of: Secret(body.token)))
    }
}

/// Names a link by its token.
protocol MailedLinkBody: Decodable, Sendable {
    var token: String { get }
}

struct LinkRequestBody: Decodable {
    let email: String
}

/// The response is the same for every address.
struct LinkRequestedBody: ResponseEncodable {
    let validForSeconds: Int64
}

struct LinkAddressBody: ResponseEncodable {
    let email: String
}

/// The link that confirms an address before its account exists.
struct ConfirmationBody: MailedLinkBody {
    let confirmation: String

    var token: String { self.confirmation }
}
