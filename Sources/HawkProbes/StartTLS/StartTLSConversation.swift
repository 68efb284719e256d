import HawkCore
import HawkNet

/// A dialogue over bytes: it splits the server's data into lines, within limits.
struct StartTLSConversation {
    private static let maxLineLength = 8 * 1_024
    private static let most = 64 * 1_024

    private let server: String
    private var dialogue: any StartTLSDialogue
    private var line: [UInt8] = []
    private var received = 0

    init(_ dialogue: any StartTLSDialogue, with server: String) {
        self.dialogue = dialogue
        self.server = server
    }

    /// - Returns: the client's next step.
    /// - Throws: also for data after the server's consent but before TLS. An attacker who can write into the plain-text part
    ///   could otherwise inject responses into the secured one (CVE-2011-0411 and similar).
    mutating func receive(_ bytes: some Collection<UInt8>) throws(TargetFailure) -> StartTLSStep {
        self.received += bytes.count
        var rest = bytes[...]
        var step = StartTLSStep.wait
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            self.line += rest[..<end]
            rest = rest[rest.index(after: end)...]
            try self.checkBounds()
            step = try self.finishLine() ?? step
            if step == .begin, !rest.isEmpty {
                throw TargetFailure(.protocol, "\(self.server) continued in plain text after it had agreed to start TLS")
            }
        }
        self.line += rest
        try self.checkBounds()
        return step
    }

    /// - Returns: nil if there is no new step.
    private mutating func finishLine() throws(TargetFailure) -> StartTLSStep? {
        if self.line.last == UInt8(ascii: "\r") { self.line.removeLast() }
        let text = String(decoding: self.line, as: UTF8.self)
        self.line.removeAll(keepingCapacity: true)
        let step = try self.dialogue.receive(text)
        return step == .wait ? nil : step
    }

    private func checkBounds() throws(TargetFailure) {
        guard self.line.count <= Self.maxLineLength, self.received <= Self.most else {
            throw TargetFailure(.tooLarge, "\(self.server) sent more than 64 KiB, or 8 KiB in one line, before TLS started")
        }
    }
}
