import Foundation
import HawkCore

/// The spellings in which a server may write a secret that it received.
enum SecretSpellings {
    /// Longer secrets, such as keys, are never sent in a request. Only their original form is searched.
    private static let longest = 8_192

    static func all(of secret: String) -> [[UInt8]] {
        let raw = Array(secret.utf8)
        guard raw.count <= Self.longest else { return [raw] }
        // Host names are converted to lower case.
        return [raw, Array(secret.lowercased().utf8)] + self.percentEncoded(raw) + self.base64(raw)
            + [
                self.escapedInJSON(raw, slashes: true), self.escapedInJSON(raw, slashes: false),
                Array(secret.escapedForHTML.utf8),
            ]
    }

    /// Returns the encodings of RFC 3986, `encodeURIComponent`, forms, and encoders that escape everything, in either digit case.
    private static func percentEncoded(_ bytes: [UInt8]) -> [[UInt8]] {
        let plain = Set("-._~".utf8)
        return [true, false].flatMap { uppercase in
            [[], plain, plain.union("!'()*".utf8)].flatMap { unescaped in
                [Array("%20".utf8), Array("+".utf8)].map { space in
                    bytes.flatMap { byte -> [UInt8] in
                        if self.isAlphanumeric(byte) || unescaped.contains(byte) { return [byte] }
                        return byte == 0x20 ? space : [UInt8(ascii: "%")] + byte.hexDigits(uppercase: uppercase)
                    }
                }
            }
        }
    }

    /// Returns the Base64 forms at each offset, limited to the characters that depend on the secret alone.
    private static func base64(_ bytes: [UInt8]) -> [[UInt8]] {
        (0..<3).flatMap { offset -> [[UInt8]] in
            let text = Array(Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedString().utf8)
            let core = text[(offset * 8 + 5) / 6..<(offset + bytes.count) * 8 / 6]
            guard core.count >= 8 else { return [] }
            let urlSafe = core.map {
                $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
            }
            return [Array(core), urlSafe]
        }
    }

    private static func escapedInJSON(_ bytes: [UInt8], slashes: Bool) -> [UInt8] {
        bytes.flatMap { byte in
            switch byte {
            case UInt8(ascii: "\\"): Array("\\\\".utf8)
            case UInt8(ascii: "\""): Array("\\\"".utf8)
            case UInt8(ascii: "\t"): Array("\\t".utf8)
            case UInt8(ascii: "/") where slashes: Array("\\/".utf8)
            default: [byte]
            }
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
