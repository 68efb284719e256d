import Foundation
import HawkTestSupport
import Testing

/// The dashboard as the started program serves it.
@Suite(.serialized) struct WebRootTests {
    private static let page = "<!doctype html><title>StatusHawk</title>"

    /// A web.pack whose whole content is one page.
    private static var pack: Data {
        let index =
            #"{"files":[{"path":"/index.html","type":"text/html","etag":"\"page\"","immutable":false,"encodings":{"identity":[0,"#
            + "\(Self.page.utf8.count)]}}]}"
        var pack = Data("HAWKWEB1".utf8)
        let length = UInt32(index.utf8.count)
        for shift in [0, 8, 16, 24] { pack.append(UInt8(truncatingIfNeeded: length >> shift)) }
        return pack + Data(index.utf8) + Data(Self.page.utf8)
    }

    @Test func `a build directory is served instead of the embedded dashboard`() async throws {
        let place = try Place()
        defer { place.remove() }
        try Self.pack.write(to: URL(filePath: place.file("web.pack")))
        let address = "127.0.0.1:\(freePort())"
        let program = try Program(
            ["serve", "--web-root", place.path],
            environment: ["STATUSHAWK_LISTEN": address, "STATUSHAWK_DATA_DIR": place.file("data")], in: place)
        defer { program.send(9) }
        try await eventually("the ready line") { program.output.contains("StatusHawk is ready") || !program.isRunning }
        let caller = Caller("http://\(address)")
        #expect(try await caller.get("/").text == Self.page)
        #expect(try await caller.get("/api/v1/nothing").status == 404)
        #expect(try await caller.get("/api/v1/setup").status == 200)
        try await program.killAtOnce()
    }

    @Test(arguments: [nil, "HAWKWEB1", "nothing of the kind"])
    func `a missing or broken web.pack ends the start with a sentence`(_ content: String?) async throws {
        let place = try Place()
        defer { place.remove() }
        if let content { try Data(content.utf8).write(to: URL(filePath: place.file("web.pack"))) }
        let program = try Program(
            ["serve", "--web-root", place.path],
            environment: ["STATUSHAWK_LISTEN": "127.0.0.1:\(freePort())", "STATUSHAWK_DATA_DIR": place.file("data")], in: place)
        defer { program.send(9) }
        #expect(try await program.exitStatus(within: .seconds(20)) == 78)
        #expect(program.errors.contains("\(place.path)/web.pack"))
        #expect(!FileManager.default.fileExists(atPath: place.file("data")))
    }
}
