import HTTPTypes
import HawkCore
package import HawkEngine

/// Metrics of requests by route template, never by user input.
package struct HTTPMetrics: Sendable {
    private let requests: Counter
    private let durations: Histogram

    package init(_ metrics: Metrics) {
        self.requests = metrics.counter(
            "statushawk_http_requests_total", "HTTP requests answered.", labels: ["method", "route", "status"])
        self.durations = metrics.histogram(
            "statushawk_http_request_duration_seconds", "Time from the request head to the start of the response.",
            labels: ["route"], bounds: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5])
    }

    func record(_ method: HTTPRequest.Method, route: String, status: HTTPResponse.Status, duration: Duration) {
        self.requests.increment([Self.known.contains(method) ? method.rawValue : "other", route, "\(status.code)"])
        self.durations.observe(duration.seconds, [route])
    }

    private static let known: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete, .options]
}
