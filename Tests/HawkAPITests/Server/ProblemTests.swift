import HTTPTypes
import HawkCore
import HawkStore
import NIOCore
import Testing

@testable import HawkAPI

@Suite struct ProblemTests {
    /// Expects a problem as RFC 9457 defines it.
    private func expect(_ answer: Answer, _ status: Int, _ place: SourceLocation = #_sourceLocation) throws {
        #expect(answer.status == status, sourceLocation: place)
        #expect(answer.headers[.contentType] == "application/problem+json", sourceLocation: place)
        let problem = try answer.json
        #expect(
            Set(problem.object?.keys.map { $0 } ?? []) == ["type", "title", "status", "detail", "errors"], sourceLocation: place)
        #expect(problem["type"] == "about:blank" && problem["status"] == .int(Int64(status)), sourceLocation: place)
        #expect(problem["detail"]?.string?.isEmpty == false, sourceLocation: place)
    }

    @Test func `a path that does not exist is a problem`() async throws {
        try await withTestApp { app in
            try self.expect(try await app.anyone.get("/api/v1/nothing"), 404)
            try self.expect(try await app.anyone.get("/nothing"), 404)
        }
    }

    @Test func `a method that a path does not support gets the allowed methods`() async throws {
        try await withTestApp { app in
            let answer = try await app.as(.alice).send(.put, "/api/v1/tokens")
            try self.expect(answer, 405)
            #expect(answer.headers[.allow] == "GET, HEAD, POST")
            // `{id}` of the same depth is another path.
            let literal = try await app.as(.alice).send(.put, "/api/v1/monitors/test")
            #expect(literal.headers[.allow] == "POST")
        }
    }

    @Test func `a request without credentials gets 401`() async throws {
        try await withTestApp { app in
            let answer = try await app.anyone.get("/api/v1/organization")
            try self.expect(answer, 401)
            #expect(answer.headers[.wwwAuthenticate] == "Bearer")
            try self.expect(try await app.anyone.with(.authorization, "Bearer shk_no").get("/api/v1/setup"), 401)
        }
    }

    @Test func `a body over one MiB is refused, with or without a content length`() async throws {
        try await withTestApp { app in
            let body = ByteBuffer(repeating: UInt8(ascii: " "), count: (1 << 20) + 1)
            let alice = app.as(.alice).with(.contentType, "application/json")
            try self.expect(try await alice.send(.post, "/api/v1/tokens", body: body), 413)
            let chunked = alice.with(.transferEncoding, "chunked")
            try self.expect(try await chunked.send(.post, "/api/v1/tokens", body: body), 413)
        }
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", nil])
    func `a body that is not JSON is refused`(_ type: String?) async throws {
        try await withTestApp { app in
            let alice = app.as(.alice).with(.contentType, type)
            try self.expect(try await alice.send(.post, "/api/v1/tokens", body: ByteBuffer(string: "{}")), 415)
        }
    }

    @Test(arguments: [
        "", "{", #"{"name":"x","name":"y","role":"viewer"}"#, #"{"name":"a\u0000b","role":"viewer"}"#,
        String(repeating: "[", count: 100_000), "{}{}", "\u{FEFF}{}",
    ])
    func `malformed JSON is refused`(_ body: String) async throws {
        try await withTestApp { app in
            let alice = app.as(.alice).with(.contentType, "application/json")
            try self.expect(try await alice.send(.post, "/api/v1/tokens", body: ByteBuffer(string: body)), 400)
        }
    }

    @Test func `an unknown field, a missing one and a wrong type are named`() async throws {
        try await withTestApp { app async throws in
            func field(_ body: JSONValue) async throws -> String? {
                let answer = try await app.as(.alice).post("/api/v1/tokens", body)
                try self.expect(answer, 400)
                return try answer.json["errors"]?.array?.first?["field"]?.string
            }
            #expect(try await field(["name": "x", "role": "viewer", "rolle": "viewer"]) == "rolle")
            #expect(try await field(["name": "x"]) == "role")
            #expect(try await field(["name": 7, "role": "viewer"]) == "name")
            #expect(try await field(["name": "x", "role": "emperor"]) == "role")
            #expect(try await field(["name": "x", "role": "viewer", "expires_at": "tomorrow"]) == "expires_at")
        }
    }

    @Test func `invalid values are all named at once`() async throws {
        try await withTestApp { app in
            let answer = try await app.as(.alice).post(
                "/api/v1/tokens", ["name": " ", "role": "viewer", "expires_at": "2001-01-01T00:00:00Z"])
            try self.expect(answer, 422)
            #expect(try answer.json["errors"]?.array?.compactMap { $0["field"]?.string } == ["name", "expires_at"])
        }
    }

    @Test(arguments: ["limit=0", "limit=501", "limit=x", "limit=1&limit=2", "cursor=!", "cursor=eA", "colour=red", "%ff=1"])
    func `an invalid query is refused`(_ query: String) async throws {
        try await withTestApp { app in
            try self.expect(try await app.as(.alice).get("/api/v1/tokens?\(query)"), 400)
        }
    }

    @Test func `an unexpected query has no effect`() async throws {
        try await withTestApp { app in
            try self.expect(try await app.as(.alice).post("/api/v1/tokens?dry_run=1", ["name": "x", "role": "viewer"]), 400)
            #expect(try await app.as(.alice).get("/api/v1/tokens").json.items.isEmpty)
        }
    }

    @Test func `a closed database is reported without details`() async throws {
        try await withTestApp { app in
            await app.database.close()
            let answer = try await app.as(.alice).get("/api/v1/organization")
            try self.expect(answer, 503)
            #expect(answer.headers[.retryAfter] == "5")
            #expect(try answer.json["detail"] == "the database cannot be reached")
        }
    }

    @Test func `our own errors are reported without details`() throws {
        struct Mistake: Error { let secret = "hunter2" }
        let problem = Problem(Mistake())
        #expect(problem.status == .internalServerError && !problem.detail.contains("hunter2"))
    }

    @Test func `every response has security headers`() async throws {
        try await withTestApp { app in
            for path in ["/", "/healthz", "/nothing", "/api/v1/setup", "/api/v1/organization"] {
                let headers = try await app.anyone.get(path).headers
                #expect(headers[.xContentTypeOptions] == "nosniff")
                #expect(headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
                #expect(headers[HTTPField.Name("X-Frame-Options")!] == "DENY")
            }
        }
    }
}
