import Testing

@testable import HawkAPI

@Suite struct ContentCodingTests {
    @Test(
        arguments: [
            (nil, .identity), ("", .identity), ("br", .br), ("gzip", .gzip), ("gzip, br", .br), ("gzip, deflate, br, zstd", .br),
            ("GZIP", .gzip), ("*", .br), ("br;q=0, *", .gzip), ("*;q=0.5, gzip", .gzip), ("br;q=0.5, gzip;q=0.8", .gzip),
            ("br;q=0.8, gzip;q=0.8", .br), ("gzip;q=0", .identity), ("br;q=0,gzip;q=0.000", .identity), ("identity", .identity),
            ("identity, gzip;q=0.5", .identity), ("identity;q=0.5, gzip", .gzip), ("gzip;q=0.001", .gzip), ("deflate", .identity),
            ("identity;q=0", .identity), ("*;q=0", .identity), ("identity;q=0, gzip;q=0.1", .gzip),
            ("br ; q=0 , gzip ; q=1.000", .gzip),
            ("br;q=2", .identity), ("br;q=1.001", .identity), ("br;q=-1", .identity), ("br;q=nan", .identity),
            ("br;q=", .identity),
            ("br;q=0x1", .identity), ("br;q=0.0001", .identity), ("br;q=1e0", .identity), (";;,,;q=1,=", .identity),
            ("brotli", .identity),
        ] as [(String?, ContentCoding)])
    func `the client's preferred coding is sent, and among equals the smallest`(_ header: String?, _ coding: ContentCoding) {
        #expect(ContentCoding.best(of: ContentCoding.allCases, for: header) == coding)
    }

    @Test func `only an available coding is sent`() {
        #expect(ContentCoding.best(of: [.identity], for: "br, gzip") == .identity)
        #expect(ContentCoding.best(of: [.gzip, .identity], for: "br, gzip;q=0.1") == .gzip)
        #expect(ContentCoding.best(of: [.br, .identity], for: "gzip") == .identity)
    }
}
