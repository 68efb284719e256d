import Foundation
import Glibc
import HawkTestSupport
import Testing

/// `deploy/nginx.conf` in a real nginx, in front of a real server.
@Suite(.serialized, .enabled(if: Place.hasNginx, "nginx is not installed"))
struct NginxTests {
    private static let protections = [
        "X-Content-Type-Options", "X-Frame-Options", "Content-Security-Policy", "Referrer-Policy", "Cross-Origin-Opener-Policy",
        "Permissions-Policy", "Cache-Control",
    ]

    @Test(.timeLimit(.minutes(1))) func `metrics stay hidden, and responses have security headers exactly once`() async throws {
        let place = try Place()
        defer { place.remove() }
        let api = Installation(.oneProcess, in: place)
        try await api.start()
        let front = try await Front(before: api.url, in: place)
        // The host name of the installation.
        let host = "Host: \(api.url.dropFirst("http://".count))\r\n"

        for path in [
            "/metrics", "/metrics/", "//metrics", "/%6detrics", "/METRICS/", "/./metrics", "/x/../metrics/", "/metrics//",
        ] {
            let answer = try await front.request("GET \(path) HTTP/1.1\r\n\(host)")
            #expect(answer.hasPrefix("HTTP/1.1 404 "), "\(path)")
            self.expectProtected(answer)
        }
        for (request, status) in [
            ("GET /healthz HTTP/1.1\r\n\(host)", 200), ("GET /nothing HTTP/1.1\r\n\(host)", 404),
            ("GET / HTTP/1.1\r\n", 400), ("POST / HTTP/1.1\r\n\(host)Content-Length: 3000000\r\n", 413),
        ] {
            let answer = try await front.request(request)
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(request)")
            self.expectProtected(answer)
        }
        try await api.killAtOnce()
        let answer = try await front.request("GET /healthz HTTP/1.1\r\n\(host)")
        #expect(answer.hasPrefix("HTTP/1.1 503 ") && answer.contains("\r\nRetry-After: 5\r\n"))
        self.expectProtected(answer)
    }

    private func expectProtected(_ answer: String) {
        for name in Self.protections {
            let lines = answer.components(separatedBy: "\r\n").filter { $0.lowercased().hasPrefix(name.lowercased() + ":") }
            #expect(lines.count == 1, "\(name) in \(answer)")
        }
    }
}

/// A running nginx with our configuration, except for addresses and paths.
private final class Front {
    private let program: Program
    private let port: UInt16

    init(before url: String, in place: Place) async throws {
        let (port, health) = (freePort(), freePort())
        var text = try String(contentsOfFile: Place.repository + "/deploy/nginx.conf", encoding: .utf8)
        for (part, own) in [
            ("listen 8080;", "listen 127.0.0.1:\(port);"), ("listen 127.0.0.1:8081;", "listen 127.0.0.1:\(health);"),
            ("http://api:8080", url), ("/tmp/", place.file("nginx-")), ("include mime.types;", "include /etc/nginx/mime.types;"),
        ] {
            #expect(text.contains(part))
            text = text.replacingOccurrences(of: part, with: own)
        }
        try text.write(toFile: place.file("nginx.conf"), atomically: true, encoding: .utf8)
        self.port = port
        self.program = try Program(
            ["-e", "stderr", "-p", place.path, "-c", place.file("nginx.conf"), "-g", "daemon off;"], of: Place.nginx, in: place)
        try await eventually("nginx accepts: \(self.program.errors)") { (try? RawClient(port: Int(port))) != nil }
    }

    deinit { self.program.send(SIGTERM) }

    /// Returns the response to one request, whose head lacks only its end.
    func request(_ head: String) async throws -> String {
        let client = try RawClient(port: Int(self.port))
        client.send(head + "Connection: close\r\n\r\n")
        return await client.receive()
    }
}
