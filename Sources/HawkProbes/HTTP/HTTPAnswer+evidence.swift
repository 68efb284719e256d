import HawkCore

extension HTTPAnswer {
    /// The length of the body's beginning in evidence.
    static let evidenceBody = 4_096
    private static let evidenceHeaders = 50
    /// Headers that are never stored: they contain or request credentials.
    /// BOUNDED: names of headers are tokens.
    private static let confidential: Set<String> = [
        "set-cookie", "set-cookie2", "authorization", "proxy-authorization", "cookie",
    ]

    /// Stores the evidence of a failed or incomplete response, without secrets.
    func storeEvidence(in attempt: Attempt) {
        attempt.evidence.size = self.body.size
        attempt.evidence.headers = self.headers.prefix(Self.evidenceHeaders)
            .filter { !Self.confidential.contains($0.name.lowercased()) }
            .map { name, value in
                // The query of a location may carry the target's own secrets.
                let shown = name.lowercased() == "location" ? value.withoutQuery : value
                return .init(
                    name: attempt.redaction.beginning(of: name, 256), value: attempt.redaction.beginning(of: shown, 1_024))
            }
        // Unreadable bytes are not stored, because secrets in them could not be found.
        let bytes = (try? self.text()) ?? []
        let text = attempt.redaction.beginning(of: bytes, Self.evidenceBody)
        attempt.evidence.body = text.isEmpty ? nil : text
    }
}
