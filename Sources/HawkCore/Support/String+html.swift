extension String {
    /// Safe in HTML text and in quoted attributes.
    ///
    /// By scalars and not by characters: a quotation mark followed by a combining accent is one character that equals no
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
