import HTTPTypes
import HawkCore
import HawkEngine
import NIOCore
import Testing

@testable import HawkAPI

/// An installation below a path, such as one of several behind a proxy.
@Suite struct BasePathTests {
    private static let page = """
        <!doctype html><html lang="en"><link rel="icon" href="/favicon.svg"><script src="/assets/app-ABCDEFGH.js"></script>
        """

    @Test(arguments: [
        ("/hawk", "/hawk/monitors?x=1", "/monitors?x=1"), ("/hawk", "/hawk", "/"), ("/hawk", "/hawk?x", "/?x"),
        ("/hawk", "/hawk/", "/"), ("/hawk", "/hawks", "/hawks"), ("/hawk", "/monitors", "/monitors"),
        ("/hawk", "/hawk/hawk/x", "/hawk/x"), ("/a/b", "/a/b/c", "/c"), ("", "/hawk", "/hawk"),
    ])
    func `only a base path that the proxy passes on is removed`(_ base: String, _ requested: String, _ path: String) throws {
        #expect(try #require(BasePath(of: "https://x.test\(base)")).removed(from: requested) == path)
    }

    @Test func `a path that needs escaping is no base path`() {
        for path in ["/a b", "/..", "/a/../b", "/%61", "/\"", "/<", "/ä"] {
            #expect(BasePath(of: "https://x.test\(path)") == nil)
        }
        #expect(BasePath(of: "https://x.test//a///b/")?.text == "/a/b")
    }

    @Test func `everything is available with and without the path`() async throws {
        let installation = Installation(publicURL: "http://status.example/hawk")
        var pack = SamplePack()
        pack.setPage(Self.page)
        let base = try #require(BasePath(of: installation.publicURL))
        let dashboard = Dashboard(try WebPack(pack.bytes, named: "the sample"), below: base)
        try await withTestApp(installation: installation, dashboard: dashboard) { app in
            for prefix in ["", "/hawk"] {
                let page = try await app.anyone.with(.accept, "text/html").with(.acceptEncoding, "identity").get(
                    "\(prefix)/monitors")
                #expect(page.text.contains("<html data-base=\"/hawk\" lang"))
                #expect(
                    page.text.contains("href=\"/hawk/favicon.svg\"") && page.text.contains("src=\"/hawk/assets/app-ABCDEFGH.js\"")
                )
                #expect(page.headers[.eTag] == "\"page.hawk\"")
                #expect(try await app.anyone.get("\(prefix)/assets/app-ABCDEFGH.js").text == SamplePack.script)
                #expect(try await app.anyone.get("\(prefix)/healthz").status == 200)
                #expect(try await app.anyone.get("\(prefix)/api/v1/setup").status == 200)
                let made = try await app.as(.alice).post(
                    "\(prefix)/api/v1/monitors", ["type": "tcp", "target": "example.com:80"])
                #expect(made.status == 201 && made.headers[.location]?.hasPrefix("/hawk/api/v1/monitors/") == true)
            }
            let heartbeat = try await app.as(.alice).post("/api/v1/monitors", ["type": "heartbeat", "name": "Backup"])
            #expect(try heartbeat.json["ping_url"]?.string?.hasPrefix("http://status.example/hawk/ping/") == true)
        }
    }
}
