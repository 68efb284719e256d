import Foundation
import HawkCore

/// Takes secrets out of texts that a target may have sent back, and NUL, which no database stores as text.
struct Redaction {
    private let secrets: [String]

    /// Secrets of fewer than four bytes are too likely to occur by chance.
    init(_ secrets: [String]) {
        self.secrets = secrets.filter { $0.utf8.count >= 4 }.sorted { $0.utf8.count > $1.utf8.count }
    }

    func apply(_ text: String) -> String {
        var text = text.replacingOccurrences(of: "\0", with: "\u{FFFD}")
        for secret in self.secrets { text = text.replacingOccurrences(of: secret, with: Secret.mask) }
        return text
    }
}
