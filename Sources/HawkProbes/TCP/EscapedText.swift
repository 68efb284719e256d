/// Bytes as a person types them: `\r`, `\n`, `\t`, `\\`, and `\x1b` for any byte; the rest is UTF-8.
struct EscapedText: Equatable {
    let bytes: [UInt8]

    /// - Throws: `Malformed` with the error, which completes a sentence that begins with the field.
    init(parsing text: String) throws(Malformed) {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "r"): bytes.append(0x0D)
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "x"):
                bytes.append(try Self.byte(rest.prefix(2)))
                rest = rest.dropFirst(2)
            default:
                throw Malformed(message: #"contains an unknown escape; use \r, \n, \t, \\ or \x with two hexadecimal digits"#)
            }
        }
        self.bytes = bytes
    }

    struct Malformed: Error, Equatable { let message: String }

    private static func byte(_ digits: ArraySlice<UInt8>) throws(Malformed) -> UInt8 {
        // Parsed by hand, because a number parser would accept a sign as a digit.
        guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw Malformed(message: #"contains \x without two hexadecimal digits"#) }
        return byte
    }
}
