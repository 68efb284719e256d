import Foundation
import HTTPTypes
import NIOCore
import Testing

@testable import HawkAPI

@Suite struct WebPackTests {
    private func read(_ bytes: ByteBuffer) throws -> WebPack { try WebPack(bytes, named: "the sample") }

    @Test func `every file is present in each of its codings, without a copy`() throws {
        let pack = try self.read(SamplePack().bytes)
        #expect(pack.files.keys.sorted() == ["/assets/app-ABCDEFGH.js", "/favicon.svg", "/index.html"])
        #expect(String(buffer: pack.index.identity.bytes) == SamplePack.page)
        #expect(pack.index.compressed.mapValues { String(buffer: $0.bytes) } == [.gzip: "page in gzip", .br: "page in br"])
        #expect(pack.index.compressed.mapValues(\.tag) == [.gzip: "\"page-gzip\"", .br: "\"page-br\""])
        let script = try #require(pack.files["/assets/app-ABCDEFGH.js"])
        #expect(script.isImmutable && script.compressed.keys.map { $0 } == [.br])
        #expect(
            pack.index.identity.bytes.storageCapacity == script.identity.bytes.storageCapacity, "both are slices of one storage")
    }

    @Test func `a truncated pack is refused`() throws {
        let whole = SamplePack().bytes
        for length in 0..<whole.readableBytes {
            let part = try #require(whole.getSlice(at: 0, length: length))
            #expect(throws: WebPackError.self, "\(length) bytes") { try self.read(part) }
        }
    }

    @Test(arguments: [
        "[-1,5]", "[0,-1]", "[0]", "[]", "[0,1,2]", "[0,9223372036854775807]", "[9223372036854775807,1]",
        "[9223372036854775807,9223372036854775807]", "[0,1e3]", "[0,99999]", "[99999,0]", "[0.5,1]", "null", "\"0,1\"",
    ])
    func `an invalid range is refused`(_ place: String) throws {
        let pack = SamplePack().replacing("\"identity\":[0,\(SamplePack.page.utf8.count)]", by: "\"identity\":\(place)")
        #expect(throws: WebPackError.self) { try self.read(pack.bytes) }
    }

    @Test(arguments: [
        ("\"/favicon.svg\"", "\"/index.html\"", "twice"), ("/index.html", "/page.html", "no /index.html"),
        ("\"/favicon.svg\"", "\"favicon.svg\"", "path"), ("image/svg+xml", "image/svg\\r\\nSet-Cookie: a=b", "type"),
        ("image/svg+xml", "", "type"), ("\\\"icon\\\"", "icon", "ETag"), ("\\\"icon\\\"", "\\\"i\\\"con\\\"", "ETag"),
        ("\\\"icon\\\"", "W/\\\"icon\\\"", "ETag"), ("\\\"icon\\\"", "\\\"\\r\\n\\\"", "ETag"), ("\"br\"", "\"zstd\"", "zstd"),
        ("\"immutable\":true,", "", "immutable"), ("{\"files\"", "{\"more\":1,\"files\"", "more"), ("]}", "]", "index"),
    ])
    func `errors are named`(_ part: String, _ other: String, _ named: String) throws {
        let error = #expect(throws: WebPackError.self) { try self.read(SamplePack().replacing(part, by: other).bytes) }
        #expect(error?.description.hasPrefix("the sample ") == true)
        #expect(error?.description.contains(named) == true, "\(error?.description ?? "")")
    }

    @Test func `an index longer than the pack, and another file format, are refused`() throws {
        var bytes = SamplePack().bytes
        bytes.setInteger(UInt32.max, at: 8, endianness: .little)
        #expect(throws: WebPackError.self) { try self.read(bytes) }
        bytes = SamplePack().bytes
        bytes.setString("HAWKWEB2", at: 0)
        #expect(throws: WebPackError.self) { try self.read(bytes) }
    }

    @Test func `a build embeds the dashboard that was built before it, or none`() async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let made = FileManager.default.contents(atPath: root.appending(path: "web/dist/web.pack").path)
        let built = try Dashboard.builtIn()
        #expect((built != nil) == (made != nil), "touch Sources/CWebAssets/CWebAssets.c, and build again")
        guard let built, let made else { return }
        let index = try self.read(ByteBuffer(bytes: made)).index
        try await withTestApp(hasCast: false, dashboard: built) { app in
            let page = try await app.anyone.get("/")
            #expect(page.status == 200 && page.headers[.eTag] == index.identity.tag)
        }
    }
}
