import HTTPTypes
import HawkCore
import HawkTestSupport
import NIOCore
import Testing

@testable import HawkAPI
@testable import HawkProbes

struct CompressionTests {
    private func inflated(_ body: ByteBuffer) throws -> [UInt8] {
        var input = body.readableBytesView
        let inflater = try Inflater("gzip", first: try #require(input.first))
        var output: [UInt8] = []
        let isWhole = try inflater.inflate(&input) { bytes in
            output += bytes
            return true
        }
        #expect(isWhole && input.isEmpty)
        return output
    }

    @Test func `data of any size is the same after decompression`() throws {
        var random = SystemRandomNumberGenerator()
        for size in [0, 1, 1_000, 65_536, 65_537, 1_000_000] {
            let text = (0..<size).map { _ in UInt8.random(in: 97...(size.isMultiple(of: 2) ? 100 : 255), using: &random) }
            let deflater = try #require(Deflater(level: 3))
            var (rest, compressed) = (ByteBuffer(bytes: text), ByteBuffer())
            while rest.readableBytes > 0 {
                let length = Int.random(in: 1...max(1, min(rest.readableBytes, 100_000)), using: &random)
                let piece = rest.readSlice(length: length) ?? ByteBuffer()
                compressed.writeImmutableBuffer(try deflater.compress(piece))
            }
            compressed.writeImmutableBuffer(try deflater.compress(ByteBuffer(), isLast: true))
            #expect(try self.inflated(compressed) == text)
        }
    }

    /// A response of some 50 KB.
    private static let list = "/api/v1/monitor-types"

    @Test func `a long response is compressed for clients that accept it, with the same content`() async throws {
        try await withTestApp { app in
            let plain = try await app.as(.alice).get(Self.list)
            #expect(plain.headers[.contentEncoding] == nil && plain.headers[.vary] == "Accept-Encoding")
            #expect(plain.headers[.contentLength] == String(plain.body.readableBytes))
            for accepted in ["gzip", "gzip, deflate, br, zstd", "*"] {
                let answer = try await app.as(.alice).with(.acceptEncoding, accepted).get(Self.list)
                #expect(answer.headers[.contentEncoding] == "gzip" && answer.headers[.vary] == "Accept-Encoding")
                #expect(answer.headers[.contentLength] == String(answer.body.readableBytes))
                #expect(answer.body.readableBytes * 3 < plain.body.readableBytes)
                #expect(try self.inflated(answer.body) == Array(plain.body.readableBytesView))
            }
        }
    }

    @Test(arguments: [("gzip;q=0", nil), ("br", nil), ("gzip", "cross-site"), ("gzip", "same-site")] as [(String, String?)])
    func `no compression if it is not accepted, or for another site's request`(_ accepted: String, _ site: String?) async throws {
        try await withTestApp { app in
            let caller = app.as(.alice).with(.acceptEncoding, accepted).with(HTTPField.Name("Sec-Fetch-Site")!, site)
            let answer = try await caller.get(Self.list)
            #expect(answer.status == 200 && answer.headers[.contentEncoding] == nil)
        }
    }

    @Test func `no compression for short responses, new secrets or editable resources`() async throws {
        try await withTestApp { app in
            let alice = app.as(.alice).with(.acceptEncoding, "gzip")
            #expect(try await alice.get("/api/v1/auth/me").headers[.contentEncoding] == nil)
            let token: JSONValue = ["name": .string(String(repeating: "n", count: 100)), "role": "viewer"]
            #expect(try await alice.post("/api/v1/tokens", token).headers[.contentEncoding] == nil)
            let tags = JSONValue.array((0..<20).map { .string("tag-\($0)-\(String(repeating: "t", count: 40))") })
            let made = try await alice.post(
                "/api/v1/monitors", ["type": "http", "target": "https://shop.example/", "tags": tags])
            #expect(made.status == 201 && made.body.readableBytes > 1_024)
            #expect(made.headers[.contentEncoding] == nil)
            let one = try await alice.get("/api/v1/monitors/\(try made.json["id"]?.int ?? 0)")
            #expect(one.headers[.eTag] != nil && one.headers[.contentEncoding] == nil)
            #expect(try await alice.get("/api/v1/monitors").headers[.contentEncoding] == "gzip")
        }
    }
}
