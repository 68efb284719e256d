import HTTPTypes
import HawkCore
import Hummingbird
import NIOCore

/// `/probe`: answers Prometheus like blackbox_exporter.
struct ProbeRoutes: Sendable {
    /// Nil if this process is not a runner, or the operator has not enabled probes.
    let prober: TargetProber?
    let access: MetricsAccess

    func add(to routes: some RouterMethods<AppContext>) { routes.get("probe", use: self.probe) }

    @Sendable private func probe(_ request: Request, context: AppContext) async throws -> Response {
        guard let prober else {
            throw Problem(.notFound, "this process serves no probes: send the request to a runner with STATUSHAWK_PROBE_MODULES")
        }
        try self.access.require(request)
        let query = try QueryParameters(request.uri.query)
        // The same default as blackbox_exporter.
        let module = query.text("module") ?? "http_2xx"
        guard let target = query.text("target") else { throw QueryParameters.malformed("target", "is missing") }
        let wantsDetails = try query.value("debug", as: Bool.self, expected: "true or false") ?? false
        try query.requireAllRead()
        let report = try await prober.probe(target, module: module, scrapeTimeout: try Self.scrapeTimeout(of: request))
        return wantsDetails
            ? Response.text(report.debugText, as: "text/plain; charset=utf-8")
            : Response.text(report.text, as: MetricsAccess.contentType)
    }

    private static func scrapeTimeout(of request: Request) throws(OperationError) -> Duration? {
        guard let text = request.headers[.scrapeTimeout] else { return nil }
        guard let seconds = Double(text), seconds > 0, seconds <= 86_400 else {
            throw QueryParameters.malformed(HTTPField.Name.scrapeTimeout.rawName, "must be a number of seconds")
        }
        return .milliseconds(Int64(seconds * 1_000))
    }
}

extension HTTPField.Name {
    fileprivate static let scrapeTimeout = Self("X-Prometheus-Scrape-Timeout-Seconds")!  // SAFETY: a literal token
}

extension Response {
    static func text(_ text: String, as type: String) -> Response {
        Response(status: .ok, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
