import CWebAssets
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix

/// The dashboard: its files, and its page at every path that no other route owns. The page's own router handles the path.
package struct Dashboard: Fallback {
    /// Everything is loaded from this server; the page contains no inline code.
    static let contentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

    /// A worker uses the policy of its script, not of the page. The event worker connects to this server.
    static let workerSecurityPolicy = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"

    /// The first segments of paths that never belong to the dashboard, even if this process does not serve them.
    static let foreign: Set<Substring> = ["api", "healthz", "mail", "metrics", "ping", "probe", "readyz", "status"]

    let route = "dashboard"

    private enum Source {
        case memory(WebPack)
        case directory(String)
    }

    private let source: Source
    private let base: BasePath

    init(_ pack: WebPack, below base: BasePath = .root) {
        self.source = .memory(pack.below(base))
        self.base = base
    }

    /// Returns the dashboard that the program was built with. Nil if it was built without one.
    /// - Parameter base: the path below which it is served.
    package static func builtIn(below base: BasePath = .root) throws(WebPackError) -> Dashboard? {
        var count = 0
        guard let start = hawk_web_pack(&count) else { return nil }
        // SAFETY: the array is a constant of the program, `count` long. It is copied once, and every response is a slice of the
        // copy.
        let bytes = ByteBuffer(bytes: UnsafeRawBufferPointer(start: start, count: count))
        return Dashboard(try WebPack(bytes, named: "the dashboard built into this program"), below: base)
    }

    /// For development: reads the `web.pack` of a directory at each request. No other file of the directory is ever read.
    package init(directory: String, below base: BasePath = .root) async throws {
        self.source = .directory(directory)
        self.base = base
        _ = try await self.pack()
    }

    /// Returns nil if the path does not belong to the dashboard.
    func answer(to request: Request) async throws -> Response? {
        let path = request.uri.path
        guard !Self.foreign.contains(path.split(separator: "/", maxSplits: 1).first ?? "") else { return nil }
        let pack: WebPack
        do {
            pack = try await self.pack()
        } catch let error as WebPackError {
            return try Problem(.serviceUnavailable, error.description).response()
        }
        let file = path == "/" ? pack.index : pack.files[path]
        guard let found = file ?? (request.isNavigation ? pack.index : nil) else { return nil }
        guard request.method == .get || request.method == .head else {
            var problem = Problem(.methodNotAllowed, "this path accepts only GET, HEAD")
            problem.headers[.allow] = "GET, HEAD"
            return try problem.response()
        }
        var response = found.response(to: request)
        if file == nil { response.headers[.vary] = "Accept, Accept-Encoding" }
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func pack() async throws -> WebPack {
        switch self.source {
        case .memory(let pack): return pack
        case .directory(let directory):
            let name = "\(directory)/web.pack"
            let contents = try await NIOThreadPool.singleton.runIfActive { FileManager.default.contents(atPath: name) }
            guard let contents else { throw WebPackError(unreadable: name) }
            return try WebPack(ByteBuffer(bytes: contents), named: name).below(self.base)
        }
    }
}

extension Request {
    /// Whether a browser opens a page: `Accept` then contains HTML, and the last segment has no file extension.
    fileprivate var isNavigation: Bool {
        guard let accept = self.headers[.accept], (WeightedList(accept)["text/html"] ?? 0) > 0 else { return false }
        return self.uri.path.split(separator: "/").last?.contains(".") != true && !self.uri.path.hasPrefix("/assets/")
    }
}
