/// Reads the spelling of valid JSON.
enum JSONSpelling {
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    static func isHexDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }

    /// Returns the JSON without the spaces between values.
    static func compact(_ bytes: ArraySlice<UInt8>) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var isText = false
        var isEscape = false
        for byte in bytes {
            if isText {
                isText = isEscape || byte != UInt8(ascii: "\"")
                isEscape = !isEscape && byte == UInt8(ascii: "\\")
            } else {
                if self.isSpace(byte) { continue }
                isText = byte == UInt8(ascii: "\"")
            }
            result.append(byte)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Returns the text between the quotes of a string, without escapes. Half a surrogate pair becomes U+FFFD.
    static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "\\")) else { return String(decoding: bytes, as: UTF8.self) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let letter = rest.popFirst() else {
                result.append(byte)
                continue
            }
            switch letter {
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "u"): result += Array(String(self.scalar(&rest)).utf8)
            default: result.append(letter)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Consumes the digits of `\u`, and the second surrogate if there is one.
    private static func scalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar {
        let unit = self.unit(&rest)
        if 0xD800..<0xDC00 ~= unit, rest.starts(with: "\\u".utf8) {
            var behind = rest.dropFirst(2)
            let low = self.unit(&behind)
            if 0xDC00..<0xE000 ~= low {
                rest = behind
                return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
            }
        }
        return Unicode.Scalar(unit) ?? "\u{FFFD}"
    }

    private static func unit(_ rest: inout ArraySlice<UInt8>) -> UInt32 {
        defer { rest = rest.dropFirst(4) }
        return UInt32(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16) ?? 0xFFFD
    }
}
