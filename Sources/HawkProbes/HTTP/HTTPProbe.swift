package import HawkCore
import HawkNet

/// Requests a URL and evaluates the response.
package final class HTTPProbe: Probe {
    package typealias Settings = HTTPSettings

    package static let type = MonitorType.http
    package static let label = "HTTP(S)"
    package static let summary = "Sends an HTTP request and checks the status, certificate and content of the response."
    package static let targetField = FormField(
        "target", "URL", .url, required: true, secretBinding: .origin,
        help: "Do not put credentials in the URL. Use the authentication settings.",
        placeholder: "https://www.example.com/health")

    private let settings: HTTPSettings
    private let request: HTTPRequest
    private let wishes: HTTPExchange.Wishes
    private let tls: TLSSettings
    /// For hosts other than the target's.
    private let foreignTLS: TLSSettings
    /// The secrets that assertions do not see. Nil if there are none. Created once for all checks.
    private let hidden: Redaction?

    package init(_ target: HTTPTarget, _ settings: HTTPSettings) {
        self.settings = settings
        self.hidden = settings.hiddenFromAssertions
        self.request = HTTPRequest(target, settings)
        self.wishes = settings.wishes
        self.tls = settings.tls
        self.foreignTLS = settings.tls.ofOthers
    }

    package func observe(in attempt: Attempt) {
        attempt.dialOptions = self.settings.dialOptions
        attempt.secrets = { self.settings.secrets }
        self.send(self.request, after: [], in: attempt)
    }

    /// - Parameter requested: the URLs that led here.
    private func send(_ request: HTTPRequest, after requested: [HTTPTarget], in attempt: Attempt) {
        attempt.dial(request.target.place) { connection in
            // The request is sent only then, because it may carry secrets.
            self.secure(connection, request.target, in: attempt) { http2 in
                HTTPExchange(request, self.wishes, in: attempt) { answer in
                    if self.settings.followRedirects, let location = answer.location {
                        connection.close()
                        self.follow(location, answer, request, requested: requested + [request.target], in: attempt)
                    } else {
                        attempt.end(
                            Result {
                                try HTTPEvaluation(self.settings, request.target, hiding: self.hidden, attempt).evaluate(answer)
                            })
                    }
                }.perform(on: connection, http2: http2)
            }
        }
    }

    /// - Parameter then: called with whether to use HTTP/2.
    private func secure(
        _ connection: TargetConnection, _ target: HTTPTarget, in attempt: Attempt, _ then: @escaping (Bool) -> Void
    ) {
        let choice = self.settings.httpVersion
        guard target.isSecure else { return then(choice == .http2) }
        attempt.secure(connection, host: target.host, self.tlsSettings(for: target), offering: choice.protocols) { session in
            if let http2 = choice.usesHTTP2(negotiated: session.negotiatedProtocol) {
                then(http2)
            } else {
                attempt.fail(TargetFailure(.protocol, "\(target.authority) does not speak HTTP/2"))
            }
        }
    }

    /// Each hop has its own server name, and only the target's origin gets the client certificate.
    private func tlsSettings(for target: HTTPTarget) -> TLSSettings {
        let first = self.request.target
        if target.hasSameOrigin(as: first) { return self.tls }
        guard target.host == first.host else { return self.foreignTLS }
        var settings = self.foreignTLS
        settings.serverName = self.tls.serverName
        return settings
    }

    /// - Parameter requested: all requested URLs, the redirecting one last.
    private func follow(
        _ location: String, _ answer: HTTPAnswer, _ request: HTTPRequest, requested: [HTTPTarget], in attempt: Attempt
    ) {
        let authority = request.target.authority
        let next: HTTPRequest
        do {
            next = try request.following(location, status: answer.status, cookies: answer.cookies)
        } catch {
            let message = "\(authority) redirects to a URL that \(error.message)"
            return attempt.fail(TargetFailure(.protocol, message, statusCode: answer.status))
        }
        guard requested.count <= self.settings.maxRedirects else {
            let message = RedirectLimit(self.settings.maxRedirects, authority, requested).sentence(leadingTo: next.target)
            return attempt.fail(TargetFailure(.protocol, message, statusCode: answer.status))
        }
        attempt.evidence.redirects.append(attempt.redaction.beginning(of: next.target.withoutQuery, 512))
        self.send(next, after: requested, in: attempt)
    }
}

extension HTTPSettings {
    /// The secrets to hide from assertions on the response. Otherwise such an assertion could guess a secret character by
    /// character, because its result is shown. Short secrets are likely to occur by chance, and easy to guess anyway.
    fileprivate var hiddenFromAssertions: Redaction? {
        guard self.assertions.contains(where: { [.body, .json, .header].contains($0.source) }) else { return nil }
        let redaction = Redaction(self.secrets, shortest: 8)
        return redaction.isEmpty ? nil : redaction
    }

    /// The wanted parts. The whole read body is stored if an assertion needs it, otherwise the part that evidence shows.
    fileprivate var wishes: HTTPExchange.Wishes {
        let needsBody = self.assertions.contains { $0.source == .body || $0.source == .json }
        return HTTPExchange.Wishes(
            maxStoredBytes: needsBody ? HTTPBody.longest : HTTPAnswer.evidenceBody, needsBody: needsBody,
            stopsAtRedirects: self.followRedirects, isStrict: self.strictHTTP)
    }
}
