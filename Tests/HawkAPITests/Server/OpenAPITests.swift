import HTTPTypes
import Hummingbird
import Testing

@testable import HawkAPI

@Suite struct OpenAPITests {
    /// The operations in a document with our own layout, such as `GET /api/v1/monitors/{id}`.
    private func operations(in document: String) -> Set<String> {
        var operations: Set<String> = []
        var path = ""
        for line in document.split(separator: "\n") {
            if line.hasPrefix("  /"), line.hasSuffix(":") { path = String(line.dropFirst(2).dropLast()) }
            let method = line.dropFirst(4).dropLast()
            if line.hasPrefix("    "), line.hasSuffix(":"), ["get", "post", "put", "patch", "delete"].contains(method) {
                operations.insert("\(method.uppercased()) \(path)")
            }
        }
        return operations
    }

    @Test func `the document lists exactly the routes that are served`() async throws {
        try await withTestApp(hasCast: false) { app in
            let document = try await app.anyone.get("/api/v1/openapi.yaml")
            #expect(document.headers[.contentType] == "application/yaml")
            var described = self.operations(in: document.text)
            // One route serves the page as HTML and JSON.
            #expect(described.remove("GET /status/{slug}.json") != nil)
            let served = Set(app.api.makeRouter().routes.map { "\($0.method) \($0.path)" })
            #expect(described.subtracting(served).sorted() == [], "described but not served")
            #expect(served.subtracting(described).sorted() == [], "served but not described")
        }
    }
}
