/// A secret text with several parts, such as a form or a JSON document. A target may send back any of them.
enum SecretText {
    /// Shorter parts are usually names and punctuation.
    private static let shortestPart = 6
    private static let maxParts = 50

    /// Returns the text and its longest parts, none of which may be shown.
    static func parts(of text: String) -> [String] {
        let parts = text.split { !($0.isLetter || $0.isNumber || "-_.~+/".contains($0)) }
            .filter { $0.utf8.count >= self.shortestPart }
        return [text] + Set(parts).sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }.prefix(self.maxParts).map(String.init)
    }
}
