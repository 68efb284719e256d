import Foundation
import HTTPTypes
import HawkCore
import NIOCore
import Testing

@testable import HawkAPI

@Suite struct WebRootTests {
    /// Provides a directory with a pack, beside a file that must not be served.
    private func withRoot(_ test: (_ root: String, _ pack: URL) async throws -> Void) async throws {
        let outside = FileManager.default.temporaryDirectory.appending(path: "statushawk-\(UUID().uuidString)")
        let root = outside.appending(path: "root")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: outside) }  // the system removes the rest
        try Data("secret".utf8).write(to: outside.appending(path: "secret"))
        try Data("secret".utf8).write(to: root.appending(path: "secret"))
        let pack = root.appending(path: "web.pack")
        try Data(SamplePack().bytes.readableBytesView).write(to: pack)
        try await test(root.path, pack)
    }

    @Test func `a new build shows at the next request`() async throws {
        try await self.withRoot { root, pack in
            try await withTestApp(hasCast: false, dashboard: try await Dashboard(directory: root)) { app in
                #expect(try await app.anyone.get("/").text == SamplePack.page)
                var next = SamplePack()
                next.content = next.content.replacingOccurrences(of: "StatusHawk", with: "HawkStatus")
                try Data(next.bytes.readableBytesView).write(to: pack)
                #expect(try await app.anyone.get("/").text.contains("HawkStatus"))
            }
        }
    }

    @Test func `a build that breaks later is reported, and the API continues`() async throws {
        try await self.withRoot { root, pack in
            try await withTestApp(hasCast: false, dashboard: try await Dashboard(directory: root)) { app in
                try Data("HAWKWEB1".utf8).write(to: pack)
                let answer = try await app.anyone.get("/")
                #expect(answer.status == 503)
                #expect(try answer.json["detail"]?.string?.contains("web.pack ends within its index") == true)
                #expect(try await app.anyone.get("/api/v1/setup").status == 200)
            }
        }
    }

    @Test func `a directory without a build is refused at the start`() async throws {
        try await self.withRoot { root, pack in
            try FileManager.default.removeItem(at: pack)
            let error = await #expect(throws: WebPackError.self) { try await Dashboard(directory: root) }
            #expect(error?.description == "\(root)/web.pack cannot be read; script/web build makes one")
        }
    }

    @Test(arguments: [
        "/secret", "/../secret", "/assets/../secret", "/assets/../../secret", "/%2e%2e/secret", "/..%2fsecret", "/..%5csecret",
        "/%252e%252e/secret", "/./secret", "//secret", "/web.pack", "/secret%00.js", "/assets/..;/secret",
    ])
    func `only the build is ever read`(_ path: String) async throws {
        try await self.withRoot { root, _ in
            try await withTestApp(hasCast: false, dashboard: try await Dashboard(directory: root)) { app in
                for accept in ["*/*", "text/html"] {
                    let answer = try await app.anyone.with(.accept, accept).get(path)
                    #expect(!answer.text.contains("secret"))
                    #expect(answer.status == 404 || answer.text == SamplePack.page)
                }
            }
        }
    }
}
