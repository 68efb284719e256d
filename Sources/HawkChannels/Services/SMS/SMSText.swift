import HawkCore

extension AlertLimits {
    /// With a link of 60 characters, a title fills two parts of a text message (153 characters each), or four (67 each) if it has
    /// characters outside of the GSM alphabet.
    static let sms = AlertLimits(title: .utf16(160), text: .utf16(160))
}

extension ServiceAlert {
    /// The title and the link.
    var sms: String { "\(self.title.withoutTypography)\n\(self.url)" }
}

extension String {
    /// The text with ASCII instead of dashes, quotation marks and ellipses. They are not in the GSM alphabet, so that one of them
    /// would double the number of parts.
    var withoutTypography: String {
        self.unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "–", "—": text += "-"
            case "“", "”", "„": text += "\""
            case "‘", "’": text += "'"
            case "…": text += "..."
            default: text.unicodeScalars.append(scalar)
            }
        }
    }

    /// Whether all characters are in the GSM alphabet. False also for its letters outside of ASCII.
    var isGSM: Bool { self.utf8.allSatisfy { $0 < 0x7F && $0 != UInt8(ascii: "`") } }

    /// A number without the leading `+`.
    var withoutPlus: String { self.hasPrefix("+") ? String(self.dropFirst()) : self }
}

extension SettingRule where Value == String {
    /// A telephone number as ITU-T E.164 writes it.
    static var phone: SettingRule {
        .valid { text in
            let digits = text.utf8.dropFirst()
            let isDigits = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            return text.hasPrefix("+") && (7...15).contains(digits.count) && isDigits
                ? nil : "must be + and 7 to 15 digits, such as +4915112345678"
        }
    }
}
