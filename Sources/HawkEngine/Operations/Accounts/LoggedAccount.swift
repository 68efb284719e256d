/// The account name of a failed sign-in, safe for logs: shortened, and without characters that could forge a field or line.
///
/// Without an @ it is not an address and may be a password entered in the wrong field, so nothing is shown.
struct LoggedAccount: CustomStringConvertible {
    private static let maxLength = 64

    let description: String

    init(_ typed: String) {
        guard typed.contains("@") else {
            self.description = "-"
            return
        }
        let shown = typed.unicodeScalars.prefix(Self.maxLength).map { scalar in
            let isPlain =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "@.+-_".unicodeScalars.contains(scalar))
            return isPlain ? String(scalar) : "%\(String(scalar.value, radix: 16))"
        }
        self.description = shown.joined() + (typed.unicodeScalars.count > Self.maxLength ? "%" : "")
    }
}
