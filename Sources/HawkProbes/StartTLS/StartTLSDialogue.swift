import HawkCore
import HawkNet

/// The client's side of the lines that lead to TLS in one protocol. The server speaks first.
protocol StartTLSDialogue: Sendable {
    /// - Parameter line: the server's line, without its end.
    mutating func receive(_ line: String) throws(TargetFailure) -> StartTLSStep
}

/// The client's response to a line.
enum StartTLSStep: Equatable {
    case wait
    /// A command, without the end of its line.
    case send(String)
    /// The server waits for TLS.
    case begin
}

extension TargetFailure {
    static func noSpeaker(of language: String, _ server: String) -> TargetFailure {
        TargetFailure(.protocol, "\(server) sent something that is not \(language)")
    }

    static func unwelcome(_ server: String, _ line: String) -> TargetFailure {
        TargetFailure(.protocol, "\(server) greeted with \(line.quoted)")
    }

    static func unexpected(_ server: String, _ line: String, to command: String) -> TargetFailure {
        TargetFailure(.protocol, "\(server) answered \(line.quoted) to \(command)")
    }

    static func notOffered(_ server: String) -> TargetFailure { TargetFailure(.tls, "\(server) does not offer STARTTLS") }

    static func refused(_ server: String, _ line: String) -> TargetFailure {
        TargetFailure(.tls, "\(server) refused STARTTLS with \(line.quoted)")
    }
}

extension String {
    private static let maxWordLength = 64

    /// Returns the words between spaces, in capitals. A word that is not ASCII or too long for a command is empty, because it is
    /// compared with none.
    /// - Parameter most: the maximum number of words to examine.
    func words(_ most: Int) -> [String] {
        self.utf8.split(separator: UInt8(ascii: " "), maxSplits: most).prefix(most).map { word in
            guard word.count <= Self.maxWordLength, word.allSatisfy({ $0 < 0x80 }) else { return "" }
            return Substring(word).uppercased()
        }
    }

    /// The first 100 scalars in quotation marks, without control characters, for a message.
    fileprivate var quoted: String {
        let shown = self.shortened(toScalars: 100).unicodeScalars.map {
            $0.properties.generalCategory == .control ? "?" : String($0)
        }
        return "\"\(shown.joined())\""
    }
}
