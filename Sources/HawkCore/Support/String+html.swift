extension String {
    /// The text, safe in HTML text and in quoted attributes.
    ///
    /// It is escaped by scalars, not characters. A quotation mark followed by a combining accent is one character that equals no
    /// quotation mark, yet ends an attribute.
    package var escapedForHTML: String {
        var out = ""
        out.reserveCapacity(self.utf8.count)
        for scalar in self.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
