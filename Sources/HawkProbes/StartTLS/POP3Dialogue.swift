import HawkCore
import HawkNet

/// STLS in POP3 (RFC 2595, 4). Its list of capabilities came later (RFC 2449), so a server without one gets STLS directly.
struct POP3Dialogue: StartTLSDialogue {
    private enum Stage { case greeting, capabilities, list, consent }

    private let server: String
    private var stage = Stage.greeting
    private var isOffered = false

    init(server: String) { self.server = server }

    mutating func receive(_ line: String) throws(TargetFailure) -> StartTLSStep {
        let word = line.words(1).first ?? ""
        if self.stage == .list { return try self.receive(capability: word) }
        switch (self.stage, word) {
        case (.greeting, "+OK"):
            self.stage = .capabilities
            return .send("CAPA")
        case (.greeting, "-ERR"): throw .unwelcome(self.server, line)
        case (.capabilities, "+OK"):
            self.stage = .list
            return .wait
        case (.capabilities, "-ERR"):
            self.stage = .consent
            return .send("STLS")
        case (.consent, "+OK"): return .begin
        case (.consent, "-ERR"): throw .refused(self.server, line)
        default: throw .noSpeaker(of: "POP3", self.server)
        }
    }

    private mutating func receive(capability word: String) throws(TargetFailure) -> StartTLSStep {
        if word == "STLS" { self.isOffered = true }
        guard word == "." else { return .wait }
        guard self.isOffered else { throw .notOffered(self.server) }
        self.stage = .consent
        return .send("STLS")
    }
}
