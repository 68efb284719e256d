/// Patterns for `LIKE … ESCAPE '\'` on lower-case columns, so that the databases' case rules do not matter.
enum LikePattern {
    /// Returns a pattern for columns that contain the text in any case.
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
    /// The text without NUL bytes, which no database accepts. A target's text must not prevent the storage of its result.
    var storable: String {
        self.utf8.contains(0) ? String(String.UnicodeScalarView(self.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 })) : self
    }
}
