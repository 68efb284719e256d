import CPCRE2
import HawkCore

/// A regular expression in PCRE2's syntax, compiled once.
// SAFETY: the compiled code is never written again (there is no JIT), and is freed with its last user.
final class Pattern: @unchecked Sendable {
    let text: String
    private let code: OpaquePointer

    /// - Throws: `InvalidPattern` with the error and its position.
    init(_ text: String) throws(InvalidPattern) {
        var text = text
        var error: Int32 = 0
        var offset = 0
        let code = text.withUTF8 { cpcre2_compile($0.baseAddress, $0.count, &error, &offset) }
        guard let code else {
            var words = [CChar](repeating: 0, count: 200)
            cpcre2_describe(error, &words, words.count)
            let sentence = String(decoding: words.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            let place = String(decoding: text.utf8.prefix(offset), as: UTF8.self).count + 1
            throw InvalidPattern(message: "is not a valid regular expression: \(sentence), at character \(place)")
        }
        self.text = text
        self.code = code
    }

    deinit { cpcre2_free(self.code) }

    /// Returns whether the pattern matches anywhere.
    /// - Parameter isCut: whether `bytes` are the beginning of something longer.
    /// - Returns: nil if the budget did not suffice for a decision.
    func matches(_ bytes: UnsafeBufferPointer<UInt8>, isCut: Bool = false, _ budget: MatchBudget) -> Bool? {
        switch cpcre2_match(self.code, bytes.baseAddress, bytes.count, isCut ? 1 : 0, &budget.nanoseconds) {
        case CPCRE2_FOUND: true
        case CPCRE2_NOT_FOUND: false
        default: nil
        }
    }
}

struct InvalidPattern: Error, Equatable {
    /// Completes a sentence that begins with the pattern.
    let message: String
}

/// The limit of event-loop time that regular expressions may take for one response. One tenant writes the pattern and a stranger
/// writes the text, but all tenants share the loop.
final class MatchBudget {
    /// The remaining processor time.
    fileprivate(set) var nanoseconds: Int64

    init(milliseconds: Int64 = 100) { self.nanoseconds = milliseconds * 1_000_000 }
}

extension Pattern: Equatable {
    static func == (one: Pattern, other: Pattern) -> Bool { one.text == other.text }
}
