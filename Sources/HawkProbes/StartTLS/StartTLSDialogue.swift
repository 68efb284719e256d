import HawkCore
import HawkNet

/// The client's part of the lines that lead to TLS in one protocol. The server speaks first.
protocol StartTLSDialogue: Sendable {
    /// - Parameter line: the server's, without its end.
    mutating func hear(_ line: String) throws(TargetFailure) -> StartTLSStep
}

/// What the client does upon a line.
enum StartTLSStep: Equatable {
    case wait
    /// A command, without the end of its line.
    case say(String)
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
    private static let longestWord = 64

    /// What stands between spaces, in capitals; a word that is too long for any command or not ASCII is empty, as it is none that is
    /// compared.
    /// - Parameter most: beyond so many words nothing is looked at.
    func words(_ most: Int) -> [String] {
        self.utf8.split(separator: UInt8(ascii: " "), maxSplits: most).prefix(most).map { word in
            guard word.count <= Self.longestWord, word.allSatisfy({ $0 < 0x80 }) else { return "" }
            return Substring(word).uppercased()
        }
    }

    /// For a message: the first 100 scalars between quotation marks, without control characters.
    fileprivate var quoted: String {
        let shown = self.shortened(toScalars: 100).unicodeScalars.map {
            $0.properties.generalCategory == .control ? "?" : String($0)
        }
        return "\"\(shown.joined())\""
    }
}
