import HawkCore

/// A service that receives each alert as one HTTP request.
///
/// A conformance describes the service: its form, its request, its limits and its markup. It performs nothing itself.
protocol HTTPService: AlertChannel {
    /// The maximum lengths of an alert's texts.
    static var limits: AlertLimits { get }
    /// The markup of the texts in `ServiceAlert`.
    static var markup: Markup { get }
    /// Statuses below 500 that mean that a later attempt may succeed, besides 408, 425 and 429.
    static var temporaryStatuses: Set<Int> { get }

    /// Returns the request that delivers an alert.
    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest

    /// Interprets an answer with a status of 2xx.
    /// - Returns: Why the service did not accept the alert. Nil if it accepted it.
    func refusal(in answer: ServiceAnswer) -> ServiceRefusal?

    /// Returns the service's reference to the message that it accepted, which later alerts of the incident need as `thread`. Nil
    /// if they need none.
    func reference(in answer: ServiceAnswer) -> String?
}

extension HTTPService {
    /// In bytes.
    private static var maxReference: Int { 512 }

    static var markup: Markup { .none }
    static var temporaryStatuses: Set<Int> { [] }

    func refusal(in answer: ServiceAnswer) -> ServiceRefusal? { nil }

    func reference(in answer: ServiceAnswer) -> String? { nil }

    package func send(
        _ message: AlertMessage, with config: Settings, in environment: ChannelEnvironment
    ) async throws(DeliveryError) -> String? {
        let alert = ServiceAlert(message, limits: Self.limits, markup: Self.markup, at: environment.clock.now)
        let transfer = HTTPTransfer(
            request: self.request(for: alert, with: config), secrets: Settings.settings.secrets(in: config),
            environment: environment, temporaryStatuses: Self.temporaryStatuses)
        let answer = try await transfer.perform()
        if let refusal = self.refusal(in: answer) { throw transfer.error(refusal) }
        return self.reference(in: answer).flatMap { $0.utf8.count <= Self.maxReference ? $0 : nil }
    }
}

/// Why a service did not accept an alert, although its status was 2xx.
struct ServiceRefusal: Equatable {
    /// The service's own words.
    let words: String
    let retry: DeliveryError.Retry

    init(_ words: String, retry: DeliveryError.Retry = .never) {
        self.words = words
        self.retry = retry
    }
}
