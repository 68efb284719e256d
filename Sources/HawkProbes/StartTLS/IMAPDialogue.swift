import HawkCore
import HawkNet

/// STARTTLS in IMAP (RFC 9051, 6.2.1). Responses carry the tag of their command; untagged lines begin with a star.
struct IMAPDialogue: StartTLSDialogue {
    private enum Stage { case greeting, capabilities, consent }

    private let server: String
    private var stage = Stage.greeting
    private var isOffered = false

    init(server: String) { self.server = server }

    mutating func receive(_ line: String) throws(TargetFailure) -> StartTLSStep {
        let words = line.words(128)
        guard words.count >= 2 else { throw .noSpeaker(of: "IMAP", self.server) }
        switch (self.stage, words[0], words[1]) {
        case (.greeting, "*", "OK"):
            self.stage = .capabilities
            return .send("A CAPABILITY")
        case (.greeting, "*", "PREAUTH"):
            // TLS can no longer start then, and an attacker in between could have caused that (RFC 9051, 11.1).
            throw TargetFailure(.tls, "\(self.server) offers no STARTTLS because it treats every client as signed in (PREAUTH)")
        case (.greeting, "*", "BYE"): throw .unwelcome(self.server, line)
        case (.greeting, _, _): throw .noSpeaker(of: "IMAP", self.server)
        case (_, "*", "BYE"): throw .unexpected(self.server, line, to: self.stage == .consent ? "STARTTLS" : "CAPABILITY")
        case (.capabilities, "*", "CAPABILITY"):
            self.isOffered = words.contains("STARTTLS")
            return .wait
        case (_, "*", _): return .wait
        case (.capabilities, "A", "OK"):
            guard self.isOffered else { throw .notOffered(self.server) }
            self.stage = .consent
            return .send("B STARTTLS")
        case (.capabilities, "A", _): throw .unexpected(self.server, line, to: "CAPABILITY")
        case (.consent, "B", "OK"): return .begin
        case (.consent, "B", _): throw .refused(self.server, line)
        default: throw .noSpeaker(of: "IMAP", self.server)
        }
    }
}
