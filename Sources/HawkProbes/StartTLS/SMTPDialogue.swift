import HawkCore
import HawkNet

/// STARTTLS in SMTP (RFC 3207). Replies may have several lines (RFC 5321, 4.2.1).
struct SMTPDialogue: StartTLSDialogue {
    private enum Stage { case greeting, capabilities, consent }

    private let server: String
    private let client: String
    private var stage = Stage.greeting
    private var isOffered = false

    init(server: String, client: String) {
        self.server = server
        self.client = client
    }

    mutating func receive(_ line: String) throws(TargetFailure) -> StartTLSStep {
        guard let reply = Reply(line) else { throw .noSpeaker(of: "SMTP", self.server) }
        if self.stage == .capabilities, reply.keyword == "STARTTLS" { self.isOffered = true }
        guard reply.isLast else { return .wait }
        switch (self.stage, reply.code) {
        case (.greeting, 220):
            self.stage = .capabilities
            return .send("EHLO \(self.client)")
        case (.greeting, _): throw .unwelcome(self.server, line)
        case (.capabilities, 250):
            guard self.isOffered else { throw .notOffered(self.server) }
            self.stage = .consent
            return .send("STARTTLS")
        case (.capabilities, _): throw .unexpected(self.server, line, to: "EHLO")
        case (.consent, 220): return .begin
        case (.consent, _): throw .refused(self.server, line)
        }
    }

    private struct Reply {
        let code: Int
        let isLast: Bool
        let keyword: String

        init?(_ line: String) {
            let digits = line.utf8.prefix(3)
            guard digits.count == 3, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
                return nil
            }
            let rest = line.utf8.dropFirst(3)
            guard rest.isEmpty || rest.first == UInt8(ascii: " ") || rest.first == UInt8(ascii: "-") else { return nil }
            self.code = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
            self.isLast = rest.first != UInt8(ascii: "-")
            self.keyword = String(Substring(rest.dropFirst())).words(1).first ?? ""
        }
    }
}
