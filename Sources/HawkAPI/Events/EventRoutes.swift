import HTTPTypes
import HawkCore
import Hummingbird

/// `/api/v1/events`: server-sent events.
struct EventRoutes {
    let hub: EventHub
    let streams: OpenStreams

    func add(to routes: some RouterMethods<UserContext>) { routes.get("events", use: self.events) }

    @Sendable private func events(_ request: Request, context: UserContext) async throws -> Response {
        try context.principal.require(.viewer)
        let types = try Self.types(context.query.text("types"))
        let lastSeen = Self.lastSeen(by: request)
        // Wake-ups merge. A slow listener reads more events at once, or learns that it fell behind.
        let (signals, continuation) = try self.streams.open(of: Void.self, buffer: 1)
        let listener: EventHub.Listener
        do {
            listener = try self.hub.join(context.principal, signal: continuation)
        } catch {
            continuation.finish()
            throw error
        }
        let stream = EventStream(hub: self.hub, listener: listener, signals: signals, types: types, lastSeen: lastSeen)
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no"],
            body: ResponseBody { writer in try await stream.write(to: &writer) })
    }

    /// Returns the last event that the client received. Nil if it received none.
    private static func lastSeen(by request: Request) -> EventID? {
        guard let text = request.headers[.lastEventID], !text.isEmpty else { return nil }
        // Any other text is unknown, as an ID of another process is.
        return EventID(text) ?? EventID(epoch: "", number: 0)
    }

    private static func types(_ text: String?) throws(OperationError) -> Set<EventBody.Kind>? {
        guard let text else { return nil }
        var types: Set<EventBody.Kind> = []
        for word in text.split(separator: ",") {
            guard let kind = EventBody.Kind(rawValue: String(word)) else {
                let known = EventBody.Kind.allCases.map(\.rawValue).joined(separator: ",")
                throw .malformed([FieldError("types", "must be a comma-separated list of \(known)")])
            }
            types.insert(kind)
        }
        return types
    }
}

extension HTTPField.Name {
    fileprivate static let lastEventID = Self("Last-Event-ID")!  // SAFETY: a token
    /// Makes nginx and similar proxies pass the stream on without buffering.
    fileprivate static let accelBuffering = Self("X-Accel-Buffering")!  // SAFETY: a token
}
