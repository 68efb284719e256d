import HawkCore

extension HTTPAnswer {
    /// The beginning of the body that evidence shows.
    static let evidenceBody = 4_096
    private static let evidenceHeaders = 50
    /// Never kept: they are credentials, or ask for some.
    /// BOUNDED: names of headers are tokens.
    private static let confidential: Set<String> = [
        "set-cookie", "set-cookie2", "authorization", "proxy-authorization", "cookie",
    ]

    /// Keeps what a person wants to see of an answer that is no good one, or that broke off, without secrets.
    func leaveTraces(in attempt: Attempt) {
        attempt.evidence.size = self.body.size
        attempt.evidence.headers = self.headers.prefix(Self.evidenceHeaders)
            .filter { !Self.confidential.contains($0.name.lowercased()) }
            .map { name, value in
                // The query of a place may carry secrets of the target's own.
                let shown = name.lowercased() == "location" ? value.withoutQuery : value
                return .init(
                    name: attempt.redaction.beginning(of: name, 256), value: attempt.redaction.beginning(of: shown, 1_024))
            }
        // In what cannot be read no secret is found either.
        let bytes = (try? self.text()) ?? []
        let text = attempt.redaction.beginning(of: bytes, Self.evidenceBody)
        attempt.evidence.body = text.isEmpty ? nil : text
    }
}
