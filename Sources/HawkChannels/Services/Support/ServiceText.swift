import HawkCore

/// How a service marks up text. Escaped text appears as it was written, and cannot mention anyone.
struct Markup: Sendable {
    /// Returns what represents a character that has a meaning in the markup. Nil if it represents itself.
    let replacement: @Sendable (Unicode.Scalar) -> String?

    /// Plain text.
    static let none = Markup { _ in nil }

    static let html = Markup(
        replacement: { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            default: nil
            }
        })

    /// CommonMark and its relatives. An invisible word joiner after `@` prevents mentions.
    static let markdown = Markup(
        replacement: { scalar in
            if scalar == "@" { return "@\u{2060}" }
            return "\\`*_{}[]()<>#+-.!|~".unicodeScalars.contains(scalar) ? "\\\(scalar)" : nil
        })

    /// Slack's mrkdwn: only these three characters can be escaped. Fields of type `plain_text` need no escaping.
    static let slack = Markup(
        replacement: { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            // A word joiner prevents emphasis and code, which Slack recognizes only at the edges of words.
            case "*", "_", "~", "`", "@": "\u{2060}\(scalar)\u{2060}"
            default: nil
            }
        })

    /// Markup without a way to escape characters. Word joiners around its characters prevent formatting, links and mentions.
    static let chat = Markup(
        replacement: { scalar in
            "\\*_~`<>[]@#$|".unicodeScalars.contains(scalar) ? "\u{2060}\(scalar)\u{2060}" : nil
        })

    /// The same markup, in which an invisible word joiner after `@` prevents mentions.
    var withoutMentions: Markup {
        Markup(replacement: { scalar in scalar == "@" ? "@\u{2060}" : self.replacement(scalar) })
    }

    func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            if let replacement = self.replacement(scalar) {
                escaped += replacement
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

/// The maximum length of a text, in the unit that a service counts in.
struct TextLimit: Sendable {
    enum Unit { case bytes, utf16, scalars }

    let max: Int
    let unit: Unit

    static func bytes(_ max: Int) -> TextLimit { TextLimit(max: max, unit: .bytes) }
    static func utf16(_ max: Int) -> TextLimit { TextLimit(max: max, unit: .utf16) }
    static func scalars(_ max: Int) -> TextLimit { TextLimit(max: max, unit: .scalars) }

    /// Returns the length of a text.
    func length(_ text: some StringProtocol) -> Int {
        switch self.unit {
        case .bytes: text.utf8.count
        case .utf16: text.utf16.count
        case .scalars: text.unicodeScalars.count
        }
    }

    /// Returns the escaped text, cut at the end of a character, with an ellipsis, if it would be too long.
    func cut(_ text: String, _ markup: Markup) -> String { self.cut(text, markup, to: self.max) }

    /// Returns escaped lines, as many as there is space for, followed by a line that is neither cut nor escaped. The first line
    /// is cut if it does not fit.
    func lines(_ lines: [String], then last: String?, _ markup: Markup) -> String {
        var left = self.max - (last.map { self.length($0) + 1 } ?? 0)
        var result: [String] = []
        for line in lines {
            let escaped = result.isEmpty ? self.cut(line, markup, to: left) : markup.escape(line)
            let length = self.length(escaped) + 1
            guard result.isEmpty || length <= left else { break }
            left -= length
            result.append(escaped)
        }
        return (result + [last].compactMap { $0 }).joined(separator: "\n")
    }

    private func cut(_ text: String, _ markup: Markup, to max: Int) -> String {
        let whole = markup.escape(text)
        if self.length(whole) <= max { return whole }
        let end = max - self.length("…")
        var (cut, length) = ("", 0)
        for character in text {
            let escaped = markup.escape(String(character))
            length += self.length(escaped)
            guard length <= end else { break }
            cut += escaped
        }
        return end < 0 ? "" : cut + "…"
    }
}
