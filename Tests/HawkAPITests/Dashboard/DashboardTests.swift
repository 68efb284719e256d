import Foundation
import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird
import NIOCore
import Testing

@testable import HawkAPI

@Suite struct DashboardTests {
    private static let navigation = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    private static let script = "/assets/app-ABCDEFGH.js"

    private func withDashboard(_ test: @Sendable (TestApp) async throws -> Void) async throws {
        try await withTestApp(hasCast: false, dashboard: try SamplePack().dashboard, test)
    }

    @Test func `the page is at the root and revalidated each time`() async throws {
        try await self.withDashboard { app in
            let answer = try await app.anyone.get("/")
            #expect(answer.status == 200 && answer.text == SamplePack.page)
            #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
            #expect(answer.headers[.cacheControl] == "no-cache")
            #expect(answer.headers[.vary] == "Accept-Encoding")
            #expect(try await app.anyone.get("/index.html?x=1").text == SamplePack.page)
        }
    }

    @Test func `a file with a content hash in its name is cached permanently`() async throws {
        try await self.withDashboard { app in
            let answer = try await app.anyone.get(Self.script)
            #expect(answer.status == 200 && answer.text == SamplePack.script)
            #expect(answer.headers[.contentType] == "text/javascript; charset=utf-8")
            #expect(answer.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(try await app.anyone.get("/favicon.svg").headers[.cacheControl] == "no-cache")
        }
    }

    @Test(arguments: [("br, gzip", "br", "page in br"), ("gzip", "gzip", "page in gzip"), ("identity", nil, SamplePack.page)])
    func `each coding is sent with its own headers and tag`(
        _ wish: String, _ coding: String?, _ text: String
    ) async throws {
        try await self.withDashboard { app in
            let answer = try await app.anyone.with(.acceptEncoding, wish).get("/")
            #expect(answer.text == text && answer.headers[.contentEncoding] == coding)
            #expect(answer.headers[.contentLength] == "\(text.utf8.count)")
            #expect(answer.headers[.eTag] == (coding.map { "\"page-\($0)\"" } ?? "\"page\""))
        }
    }

    @Test func `a current cached copy gets 304, a copy in another coding does not`() async throws {
        try await self.withDashboard { app in
            for path in ["/", Self.script, "/monitors/7"] {
                let caller = app.anyone.with(.accept, Self.navigation).with(.acceptEncoding, "br")
                let tag = try #require(try await caller.get(path).headers[.eTag])
                let again = try await caller.with(.ifNoneMatch, "\"x\", W/\(tag)").get(path)
                #expect(again.status == 304 && again.text.isEmpty && again.headers[.eTag] == tag)
                #expect(again.headers[.cacheControl] != "no-store" && again.headers.contains(.vary))
                #expect(try await caller.with(.acceptEncoding, nil).with(.ifNoneMatch, tag).get(path).status == 200)
            }
        }
    }

    @Test func `HEAD answers like GET, without the content`() async throws {
        try await self.withDashboard { app in
            for path in ["/", Self.script, "/monitors"] {
                let caller = app.anyone.with(.accept, Self.navigation)
                let (get, head) = (try await caller.get(path), try await caller.send(.head, path))
                #expect(head.status == 200 && head.body.readableBytes == 0)
                var expected = get.headers
                expected[.date] = head.headers[.date]
                #expect(head.headers == expected)
            }
        }
    }

    @Test(arguments: [
        "/monitors", "/monitors/7/edit?range=7d", "/invite/AbC_-09", "/apis", "/statuses", "/nothing/", "//", "/%2e%2e/x",
    ])
    func `every path without a route gets the page, for navigation only`(_ path: String) async throws {
        try await self.withDashboard { app in
            let answer = try await app.anyone.with(.accept, Self.navigation).get(path)
            #expect(answer.status == 200 && answer.text == SamplePack.page)
            #expect(answer.headers[.vary] == "Accept, Accept-Encoding")
            for accept in [nil, "*/*", "application/json", "text/html;q=0"] {
                try self.expectNothing(try await app.anyone.with(.accept, accept).get(path))
            }
        }
    }

    @Test(arguments: [
        "/api", "/api/v1", "/api/v1/nothing", "/api/v2/monitors", "/status", "/status/a/b", "/ping", "/ping/x/y/z",
        "/healthz/x", "/metrics/x", "/assets/app-OLDHASH0.js", "/assets/nothing", "/logo.png", "/monitors/x.js", "/.env", "/..",
        "//api/v1/nothing",
    ])
    func `a missing file or API path is a problem, also for a browser`(_ path: String) async throws {
        try await self.withDashboard { app in
            try self.expectNothing(try await app.anyone.with(.accept, Self.navigation).get(path))
        }
    }

    private func expectNothing(_ answer: Answer, _ place: SourceLocation = #_sourceLocation) throws {
        #expect(answer.status == 404, sourceLocation: place)
        #expect(answer.headers[.contentType] == "application/problem+json", sourceLocation: place)
    }

    @Test func `the dashboard overrides no route, and no route overrides the dashboard`() async throws {
        try await self.withDashboard { app in
            let browser = app.anyone.with(.accept, Self.navigation)
            #expect(try await browser.get("/healthz").json["status"] == "ok")
            #expect(try await browser.get("/api/v1/setup").status == 200)
            #expect(try await browser.get("/api/v1/organization").status == 401)
            let refused = try await browser.send(.put, "/api/v1/tokens")
            #expect(refused.status == 405 && refused.headers[.allow] == "GET, HEAD, POST")
            for route in app.api.makeRouter().routes {
                #expect(Dashboard.foreign.contains(route.path.description.split(separator: "/").first ?? ""), "\(route.path)")
            }
        }
    }

    @Test func `files accept only GET and HEAD`() async throws {
        try await self.withDashboard { app in
            for path in ["/", Self.script] {
                let answer = try await app.anyone.send(.post, path)
                #expect(answer.status == 405 && answer.headers[.allow] == "GET, HEAD")
            }
        }
    }

    @Test func `requests are counted as the dashboard's, without their paths`() async throws {
        try await self.withDashboard { app in
            _ = try await app.anyone.with(.accept, Self.navigation).get("/a-secret-address")
            _ = try await app.anyone.get("/a-secret-address")
            let metrics = app.engine.metrics.text()
            #expect(metrics.contains("route=\"dashboard\",status=\"200\""))
            #expect(metrics.contains("route=\"none\",status=\"404\""))
            #expect(!metrics.contains("a-secret-address"))
        }
    }

    @Test func `the page loads only our own content and cannot be framed`() async throws {
        try await self.withDashboard { app in
            let navigated = app.anyone.with(.accept, Self.navigation)
            let tag = try #require(try await app.anyone.get("/").headers[.eTag])
            for answer in [
                try await app.anyone.get("/"), try await navigated.get("/monitors"), try await navigated.send(.head, "/"),
                try await app.anyone.with(.ifNoneMatch, tag).get("/"),
            ] {
                let policy = try #require(answer.headers[.contentSecurityPolicy])
                let rules = Set(policy.split(separator: "; ").map(String.init))
                #expect(
                    rules.isSuperset(of: [
                        "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "base-uri 'none'",
                        "form-action 'self'", "frame-ancestors 'none'",
                    ]))
                #expect(!policy.contains("unsafe") && !policy.contains("*") && !policy.contains("http"))
            }
        }
    }

    @Test func `every kind of response has security headers`() async throws {
        try await self.withDashboard { app in
            let navigated = app.anyone.with(.accept, Self.navigation)
            for path in [
                "/", "/monitors", Self.script, "/favicon.svg", "/nothing.png", "/healthz", "/api/v1/setup", "/api/v1/no",
            ] {
                let headers = try await navigated.get(path).headers
                #expect(headers[.xContentTypeOptions] == "nosniff")
                #expect(headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
                #expect(headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
                #expect(headers[HTTPField.Name("Referrer-Policy")!] == "same-origin")
                #expect(headers[HTTPField.Name("Cross-Origin-Opener-Policy")!] == "same-origin")
                #expect(headers[HTTPField.Name("Permissions-Policy")!]?.contains("camera=()") == true)
                #expect(!headers.contains(.strictTransportSecurity), "the request did not use TLS")
            }
        }
    }
}
