import Foundation
import HawkCore

/// Sends one request to a service and interprets its answer.
struct HTTPTransfer {
    let request: ServiceRequest
    /// What no message may contain.
    let secrets: [Secret]
    let environment: ChannelEnvironment
    /// Covers the whole transfer.
    var timeout = Duration.seconds(10)
    /// As in `HTTPService`.
    var temporaryStatuses: Set<Int> = []

    /// - Returns: The answer, with a status of 2xx.
    func perform() async throws(DeliveryError) -> ServiceAnswer {
        let peer = self.peer
        let (body, type) = self.request.body.encoded
        var headers = ["User-Agent: StatusHawk/\(self.environment.version)"]
        if let type { headers.append("Content-Type: \(type)") }
        headers.append("Expect:")  // otherwise libcurl waits for permission to send the body
        let outcome = try await self.environment.transport.perform(
            CurlRequest(
                url: self.request.url, host: peer.host,
                payload: .http(method: self.request.method, headers: headers + RequestHeaders.lines(self.request.headers)),
                body: body, caFile: self.environment.caFile, connectTimeout: .seconds(5), timeout: peer.timeout,
                policy: self.environment.policy))
        try WebhookVerdict(peer: peer, secrets: self.redacted, temporaryStatuses: self.temporaryStatuses).verify(outcome)
        return ServiceAnswer(status: outcome.status, body: outcome.body)
    }

    /// Returns the error for an alert that the service refused with a status of 2xx.
    func error(_ refusal: ServiceRefusal) -> DeliveryError {
        let words = refusal.words.withoutSecrets(self.redacted).singleLine.cut(toBytes: 200)
        return DeliveryError("\(self.peer.address) did not accept the alert: \(words)", retry: refusal.retry)
    }

    /// The secrets in every form in which the request contains them, because an answer may repeat the request.
    private var redacted: [Secret] {
        let credentials = self.request.headers.compactMap { name, value -> String? in
            name.lowercased() == "authorization" ? value.split(separator: " ").last.map(String.init) : nil
        }
        return self.secrets + (self.secrets.map(\.revealed.percentEncoded) + credentials).map(Secret.init)
    }

    private var peer: Peer {
        let url = URLComponents(string: self.request.url)
        return Peer(
            host: url?.host?.trimmingCharacters(in: CharacterSet(charactersIn: "[]")) ?? "",
            port: url?.port ?? (url?.scheme?.lowercased() == "http" ? 80 : 443), timeout: self.timeout)
    }
}

/// The answer of a service.
struct ServiceAnswer {
    let status: Int
    /// At most 16 KiB.
    let body: [UInt8]

    /// The body as JSON. Null if it is something else.
    var json: JSONValue { (try? JSONParser.parse(self.body)) ?? .null }  // `try?`: callers need nothing else

    var text: String { String(decoding: self.body, as: UTF8.self) }

    /// Returns a refusal if a member of the answer is a number other than 0: DingTalk, Feishu and WeCom report errors so.
    /// - Parameters:
    ///   - code: the name of the member with the number.
    ///   - words: the name of the member with the explanation.
    ///   - never: the numbers for wrong settings.
    func refusal(code: String, words: String, never: Set<Int64>) -> ServiceRefusal? {
        guard case .int(let number) = self.json[code], number != 0 else { return nil }
        let explanation = "\(self.json[words]?.string ?? "") (\(code) \(number))"
        return ServiceRefusal(explanation, retry: never.contains(number) ? .never : .later)
    }
}
