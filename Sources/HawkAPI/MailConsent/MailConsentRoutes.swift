import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird
import NIOCore

/// Serves the links in mails, without sign-in: confirmation of an address, and unsubscribing. Only POST changes something,
/// because mail scanners follow links.
struct MailConsentRoutes {
    private static let maxTokenLength = 200

    let consent: ConsentOperations

    func add(to routes: some RouterMethods<AppContext>) {
        routes.get("mail/confirm/{token}") { _, context in
            try await self.page { .confirm(try await self.consent.find(.confirmation(Self.token(context)))) }
        }
        routes.post("mail/confirm/{token}") { _, context in
            try await self.page { .agreed(try await self.consent.agree(.confirmation(Self.token(context)))) }
        }
        routes.get("mail/unsubscribe/{token}") { _, context in
            let token = Self.token(context)
            return try await self.page {
                let found = try await self.consent.find(.unsubscribe(token))
                return found.state == .unsubscribed ? .unsubscribed(found, token) : .unsubscribe(found)
            }
        }
        // Mail programs also post here by themselves (RFC 8058).
        routes.post("mail/unsubscribe/{token}") { _, context in
            let token = Self.token(context)
            return try await self.page { .unsubscribed(try await self.consent.unsubscribe(.unsubscribe(token)), token) }
        }
        routes.post("mail/resubscribe/{token}") { _, context in
            try await self.page { .agreed(try await self.consent.agree(.unsubscribe(Self.token(context)))) }
        }
    }

    /// A token that is too long is not ours and is treated as unknown.
    private static func token(_ context: AppContext) -> String {
        let token = context.parameters.get("token") ?? ""
        return token.utf8.count <= Self.maxTokenLength ? token : ""
    }

    /// An invalid link also gets a page, because a person has opened it.
    private func page(_ make: () async throws -> MailConsentPage) async throws -> Response {
        do {
            return Self.response(try await make(), .ok)
        } catch let error as OperationError where error.code == .notFound {
            return Self.response(.unknown, .notFound)
        }
    }

    private static func response(_ page: MailConsentPage, _ status: HTTPResponse.Status) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8", .contentSecurityPolicy: MailConsentPage.contentSecurityPolicy,
                .cacheControl: "no-store",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: page.html)))
    }
}
