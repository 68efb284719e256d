extension Int {
    /// Returns the number in decimal with leading zeros, if it has fewer digits than the width. It must not be negative.
    package func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(width - digits.count, 0)) + digits
    }
}

extension UInt8 {
    /// Returns two hexadecimal digits in ASCII.
    package func hexDigits(uppercase: Bool = false) -> [UInt8] {
        let letters = UInt8(ascii: uppercase ? "A" : "a")
        func digit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : letters + (value - 10) }
        return [digit(self >> 4), digit(self & 0xF)]
    }
}

extension Sequence<UInt8> {
    /// Returns two hexadecimal digits for each byte.
    package func hex(uppercase: Bool = false) -> String {
        String(decoding: self.flatMap { $0.hexDigits(uppercase: uppercase) }, as: UTF8.self)
    }
}
