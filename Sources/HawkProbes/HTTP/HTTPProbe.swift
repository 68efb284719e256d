package import HawkCore
import HawkNet
package import NIOCore

/// Asks a URL and judges the answer.
package struct HTTPProbe: Probe {
    package static let type = MonitorType.http
    package static let label = "HTTP(S)"
    package static let summary = "Asks a URL and checks the status, the certificate and the content of the answer."
    package static let targetField = FormField(
        "target", "URL", .url, required: true, help: "Credentials belong into the settings, not into the URL.",
        placeholder: "https://www.example.com/health")

    package init() {}

    package func observe(_ target: HTTPTarget, _ settings: HTTPSettings, in attempt: Attempt) -> EventLoopFuture<Observation> {
        attempt.reach = settings.reach
        attempt.secrets = { settings.secrets }
        return self.ask(HTTPRequest(target, settings), settings, asked: [target], in: attempt)
    }

    private func ask(
        _ request: HTTPRequest, _ settings: HTTPSettings, asked: [HTTPTarget], in attempt: Attempt
    ) -> EventLoopFuture<Observation> {
        let target = request.target
        return attempt.dial(target.host, target.port).flatMap { wire in
            // Only then, as the request may carry secrets.
            self.secure(wire, target, settings, in: attempt).flatMap { http2 in
                HTTPExchange(
                    request, keep: settings.bytesOfInterest, stopsAtRedirects: settings.followRedirects, in: attempt
                ).perform(on: wire, http2: http2)
            }.flatMap { answer in
                guard settings.followRedirects, let location = answer.location else {
                    return wire.eventLoop.makeCompletedFuture { try HTTPJudgement(settings, target, attempt).judge(answer) }
                }
                wire.close()
                return self.follow(location, answer, request, settings, asked: asked, in: attempt)
            }
        }
    }

    /// - Returns: whether HTTP/2 is to be spoken.
    private func secure(
        _ wire: Wire, _ target: HTTPTarget, _ settings: HTTPSettings, in attempt: Attempt
    ) -> EventLoopFuture<Bool> {
        let choice = settings.version
        guard target.isSecure else { return wire.eventLoop.makeSucceededFuture(choice == .http2) }
        return attempt.secure(wire, host: target.host, settings.tls, offering: choice.protocols).flatMapThrowing { session in
            guard let http2 = choice.usesHTTP2(negotiated: session.negotiatedProtocol) else {
                throw TargetFailure(.protocol, "\(target.authority) does not speak HTTP/2")
            }
            return http2
        }
    }

    private func follow(
        _ location: String, _ answer: HTTPAnswer, _ request: HTTPRequest, _ settings: HTTPSettings, asked: [HTTPTarget],
        in attempt: Attempt
    ) -> EventLoopFuture<Observation> {
        let authority = request.target.authority
        do throws(InvalidTarget) {
            let next = try request.following(location, status: answer.status)
            guard asked.count <= settings.maxRedirects else {
                let message = RedirectLimit(settings.maxRedirects, authority, asked).sentence(leadingTo: next.target)
                return attempt.eventLoop.makeFailedFuture(TargetFailure(.protocol, message, statusCode: answer.status))
            }
            attempt.evidence.redirects.append(attempt.redaction.beginning(of: next.target.withoutQuery, 512))
            return self.ask(next, settings, asked: asked + [next.target], in: attempt)
        } catch {
            return attempt.eventLoop.makeFailedFuture(
                TargetFailure(.protocol, "\(authority) redirects to a place that \(error.message)", statusCode: answer.status))
        }
    }
}

extension HTTPSettings {
    /// How much of the body is kept: all that is read where an assertion asks for it, otherwise what evidence shows.
    fileprivate var bytesOfInterest: Int {
        self.assertions.contains { $0.source == .body || $0.source == .json } ? HTTPBody.longest : HTTPJudgement.evidenceBody
    }
}
