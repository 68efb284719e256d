import Foundation
import HawkTestSupport
import NIOCore
import NIOHTTP1
import Testing

@testable import HawkProbes

/// Compressed bodies, URLs and redirects from unknown servers.
@Suite struct HTTPFuzzTests {
    /// "all is well, " twenty times and then every byte once, by Python's gzip and zlib: gzip, zlib's format, raw.
    private static let streams: [(String, String)] = [
        (
            "gzip",
            "H4sIAAAAAAACA0vMyVHILFYoT83J0VFIHJkcBkYmZhZWNnYOTi5uHl4+fgFBIWERUTFxCUkpaRlZOXkFRSVlFVU1dQ1NLW0dXT19A0MjYxNTM3MLSytrG1s7ewdHJ2cXVzd3D08vbx9fP/+AwKDgkNCw8IjIqOiY2Lj4hMSk5JTUtPSMzKzsnNy8/ILCouKS0rLyisqq6prauvqGxqbmlta29o7Oru6e3r7+CRMnTZ4yddr0GTNnzZ4zd978BQsXLV6ydNnyFStXrV6zdt36DRs3bd6yddv2HTt37d6zd9/+AwcPHT5y9NjxEydPnT5z9tz5CxcvXb5y9dr1Gzdv3b5z9979Bw8fPX7y9NnzFy9fvX7z9t37Dx8/ff7y9dv3Hz9//f7z999/ADU0PzIEAgAA"
        ),
        (
            "deflate",
            "eJxLzMlRyCxWKE/NydFRSByZHAZGJmYWVjZ2Dk4ubh5ePn4BQSFhEVExcQlJKWkZWTl5BUUlZRVVNXUNTS1tHV09fQNDI2MTUzNzC0sraxtbO3sHRydnF1c3dw9PL28fXz//gMCg4JDQsPCIyKjomNi4+ITEpOSU1LT0jMys7JzcvPyCwqLiktKy8orKquqa2rr6hsam5pbWtvaOzq7unt6+/gkTJ02eMnXa9BkzZ82eM3fe/AULFy1esnTZ8hUrV61es3bd+g0bN23esnXb9h07d+3es3ff/gMHDx0+cvTY8RMnT50+c/bc+QsXL12+cvXa9Rs3b92+c/fe/QcPHz1+8vTZ8xcvX71+8/bd+w8fP33+8vXb9x8/f/3+8/fffwCrOdYl"
        ),
        (
            "deflate",
            "S8zJUcgsVihPzcnRUUgcmRwGRiZmFlY2dg5OLm4eXj5+AUEhYRFRMXEJSSlpGVk5eQVFJWUVVTV1DU0tbR1dPX0DQyNjE1MzcwtLK2sbWzt7B0cnZxdXN3cPTy9vH18//4DAoOCQ0LDwiMio6JjYuPiExKTklNS09IzMrOyc3Lz8gsKi4pLSsvKKyqrqmtq6+obGpuaW1rb2js6u7p7evv4JEydNnjJ12vQZM2fNnjN33vwFCxctXrJ02fIVK1etXrN23foNGzdt3rJ12/YdO3ft3rN33/4DBw8dPnL02PETJ0+dPnP23PkLFy9dvnL12vUbN2/dvnP33v0HDx89fvL02fMXL1+9fvP23fsPHz99/vL12/cfP3/9/vP3338A"
        ),
    ]

    private struct Outcome: Equatable {
        var bytes: [UInt8] = []
        var size = 0
        var error: BrokenBody?
    }

    private static func read(_ bytes: [UInt8], _ coding: String, pieces: (Int) -> Int) throws -> Outcome {
        var body = HTTPBody(["Content-Encoding": coding], maxStoredBytes: 300)
        var outcome = Outcome()
        var rest = bytes[...]
        do {
            while !rest.isEmpty, !body.isFull {
                let piece = rest.prefix(pieces(rest.count))
                rest = rest.dropFirst(piece.count)
                try body.receive(ByteBuffer(bytes: piece))
            }
            try body.finish()
        } catch let error as BrokenBody {
            outcome.error = error
        }
        (outcome.bytes, outcome.size) = (body.bytes, body.size)
        return outcome
    }

    @Test func `100,000 damaged streams end the same however they are divided`() throws {
        var chance = SeededGenerator(seed: 5)
        let plain: [UInt8] = Array(String(repeating: "all is well, ", count: 20).utf8) + Array(0...255)
        let streams = try Self.streams.map { ($0, try #require(Data(base64Encoded: $1))) }
        var good = 0
        for _ in 0..<100_000 {
            let (coding, stream) = chance.pick(streams)
            var bytes = chance.damaged(Array(stream), most: 2)
            if chance.below(8) == 0 { bytes += stream }
            let whole = try Self.read(bytes, coding) { $0 }
            let pieces = try Self.read(bytes, coding) { _ in 1 + chance.below(90) }
            #expect(whole == pieces)
            #expect(whole.bytes.count == min(300, whole.size) && whole.size <= 272 * 1_024)
            if whole.error == nil, whole.bytes == Array(plain.prefix(300)), whole.size % plain.count == 0 { good += 1 }
        }
        #expect(good > 20_000)
    }

    @Test func `100,000 random URLs and redirects are refused, or have a stable canonical form`() throws {
        var chance = SeededGenerator(seed: 6)
        let pieces = [
            "http", "https", "HTTP", ":", "/", "//", "://", "a.test", "A.Test", "127.0.0.1", "[::1]", "[", "]", "@", ":80",
            ":443", ":99999", "?", "#", "..", ".",
            "%", "%2F", "ö", " ", "\\", "\t", "\r\n", "\0", "a", "=", "&", "ftp:", "javascript:", "xn--a", "*",
        ]
        let base = try HTTPTarget(parsing: "https://a.test:8443/b/c?d=e")
        var accepted = 0
        for _ in 0..<100_000 {
            let text = chance.pick(["", "http://", "https://a.test", "//", "/"]) + chance.text(chance.below(7), of: pieces)
            for target in [try? HTTPTarget(parsing: text), try? base.following(text)] {
                guard let target else { continue }
                accepted += 1
                let canonical = target.canonical
                #expect(try HTTPTarget(parsing: canonical) == target, "\(text)")
                #expect(canonical.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "\(text)")
                #expect(target.path.hasPrefix("/") && !target.path.contains("#") && (1...65_535).contains(target.port), "\(text)")
                #expect(try base.following(canonical) == target, "\(text)")
            }
        }
        #expect(accepted > 20_000)
    }

    @Test(arguments: ["../", "a/", "%", "ö", "./", "?"]) func `the time for a long redirect is linear in its length`(
        _ piece: String
    ) throws {
        let base = try HTTPTarget(parsing: "https://a.test/b")
        func time(_ bytes: Int) -> Double {
            let location = String(repeating: piece, count: bytes / piece.utf8.count)
            return processorTime { for _ in 0..<4 { _ = try? base.following(location) } }
        }
        // Longer ones are refused. A header may have 64 KiB.
        let small = time(2_000)
        #expect(time(64_000) < 160 * small + 0.01)
    }
}
