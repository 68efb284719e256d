/// Patterns for `LIKE … ESCAPE '\'` over columns in lower case, so that neither database's idea of case matters.
enum LikePattern {
    /// Matches a column that contains the text, whatever its case.
    static func containing(_ text: String) -> String {
        var pattern = "%"
        for scalar in text.lowercased().unicodeScalars {
            if scalar == "%" || scalar == "_" || scalar == "\\" { pattern.append("\\") }
            pattern.unicodeScalars.append(scalar)
        }
        return pattern + "%"
    }
}

extension String {
    /// The text without NUL bytes, which no database takes: what a target said must not be able to stop its being recorded.
    var storable: String {
        self.utf8.contains(0) ? String(String.UnicodeScalarView(self.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 })) : self
    }
}
