import HTTPTypes
import HawkBroker
import HawkCore
import HawkEngine
import HawkTestSupport
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

@testable import HawkAPI

@Suite struct StatusPageRoutesTests {
    private func withPages(_ test: @escaping @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        let clock = ManualClock()
        let cache = PageCache(shared: InProcessCache(clock: clock), clock: clock, logger: Logger(label: "test")) { slug in
            slug == "acme" ? .sample() : nil
        }
        let router = Router(context: AppContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ProblemMiddleware())
        StatusPageRoutes(cache: cache).add(to: router)
        try await Application(responder: router.buildResponder()).test(.live, test)
    }

    @Test func `the page is HTML without scripts or external content`() async throws {
        try await self.withPages { client in
            try await client.execute(uri: "/status/acme", method: .get) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.contentType] == "text/html; charset=utf-8")
                #expect(response.headers[.cacheControl] == "public, max-age=30")
                #expect(response.headers[.vary] == "Accept-Encoding")
                #expect(response.headers[.accessControlAllowOrigin] == nil)
                let policy = try #require(response.headers[.contentSecurityPolicy])
                #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
                #expect(String(buffer: response.body).contains("All systems operational"))
            }
        }
    }

    @Test func `a trailing slash redirects to the page`() async throws {
        try await self.withPages { client in
            try await client.execute(uri: "/status/acme/", method: .get) { response in
                #expect(response.status == .permanentRedirect && response.headers[.location] == "/status/acme")
            }
            try await client.execute(uri: "/status/no%22slug/", method: .get) { response in
                #expect(response.status == .notFound && response.headers[.location] == nil)
            }
        }
    }

    @Test func `the JSON can be read from any origin`() async throws {
        try await self.withPages { client in
            try await client.execute(uri: "/status/acme.json", method: .get) { response in
                #expect(response.headers[.contentType] == "application/json; charset=utf-8")
                #expect(response.headers[.accessControlAllowOrigin] == "*")
                #expect(String(buffer: response.body).contains("\"status\":\"operational\""))
            }
        }
    }

    @Test(arguments: ["/status/acme", "/status/acme.json"])
    func `a current cached copy gets 304`(_ path: String) async throws {
        try await self.withPages { client in
            for coding in ["", "gzip"] {
                let tag = try await client.execute(uri: path, method: .get, headers: [.acceptEncoding: coding]) { response in
                    try #require(response.headers[.eTag])
                }
                for known in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
                    let headers: HTTPFields = [.ifNoneMatch: known, .acceptEncoding: coding]
                    try await client.execute(uri: path, method: .get, headers: headers) { response in
                        #expect(response.status == .notModified)
                        #expect(response.headers[.eTag] == tag)
                        #expect(response.body.readableBytes == 0)
                    }
                }
                try await client.execute(uri: path, method: .get, headers: [.ifNoneMatch: "\"other\""]) { response in
                    #expect(response.status == .ok)
                }
            }
        }
    }

    @Test func `gzip is sent to clients that accept it, with a tag of its own`() async throws {
        try await self.withPages { client in
            let plain = try await client.execute(uri: "/status/acme", method: .get) { $0 }
            for refusal in ["", "br", "gzip;q=0", "identity"] {
                try await client.execute(uri: "/status/acme", method: .get, headers: [.acceptEncoding: refusal]) { response in
                    #expect(response.headers[.contentEncoding] == nil)
                }
            }
            for wish in ["gzip", "br, gzip;q=0.5", "*"] {
                try await client.execute(uri: "/status/acme", method: .get, headers: [.acceptEncoding: wish]) { response in
                    #expect(response.headers[.contentEncoding] == "gzip")
                    #expect(response.headers[.eTag] != plain.headers[.eTag])
                    #expect(response.body.readableBytes < plain.body.readableBytes / 2)
                    #expect(response.body.getBytes(at: 0, length: 2) == [0x1F, 0x8B])
                }
            }
        }
    }

    @Test func `HEAD answers like GET, without the page`() async throws {
        try await self.withPages { client in
            let get = try await client.execute(uri: "/status/acme", method: .get) { $0 }
            try await client.execute(uri: "/status/acme", method: .head) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.eTag] == get.headers[.eTag])
                #expect(response.headers[.contentLength] == "\(get.body.readableBytes)")
                #expect(response.body.readableBytes == 0)
            }
        }
    }

    @Test(arguments: ["/status/none", "/status/none.json", "/status/Acme", "/status/a%2Fb", "/status/acme.xml", "/status/.json"])
    func `an unpublished page is not found`(_ path: String) async throws {
        try await self.withPages { client in
            try await client.execute(uri: path, method: .get) { #expect($0.status == .notFound) }
        }
    }

    @Test func `a missing page may be cached briefly, so that it replaces a withdrawn one`() async throws {
        try await self.withPages { client in
            try await client.execute(uri: "/status/none", method: .get) { response in
                #expect(response.headers[.cacheControl] == "public, max-age=1")
            }
        }
    }
}
