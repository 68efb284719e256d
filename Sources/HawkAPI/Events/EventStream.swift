import HawkCore
import Hummingbird
import NIOCore

/// One client's stream of server-sent events, from its place in the ring onwards.
struct EventStream: Sendable {
    /// Then the client, which comes back by itself, has to show again that it may listen.
    private static let lifetime = Duration.minutes(15)

    let hub: EventHub
    let listener: EventHub.Listener
    let signals: AsyncStream<Void>
    /// nil: all of them.
    let types: Set<EventBody.Kind>?
    /// The last event that the client has seen; nil: it begins now.
    let lastSeen: EventID?

    @concurrent func write(to writer: inout any ResponseBodyWriter) async throws {
        let end = ContinuousClock.now + Self.lifetime
        var position = self.listener.newest
        if let lastSeen {
            // Another process's numbers, or another life's, say nothing here.
            position = lastSeen.epoch == self.hub.epoch ? lastSeen.number : -1
        }
        // The place to go on from, also for who is cut off before anything happened.
        let place = position < 0 ? "" : "id: \(EventID(epoch: self.hub.epoch, number: position))\n"
        try await writer.write(ByteBuffer(string: "retry: 2000\n\(place)\n"))
        var written = ContinuousClock.now
        if let news = try self.news(after: &position) { try await writer.write(news) }
        for await _ in self.signals {
            guard ContinuousClock.now < end else { break }
            if let news = try self.news(after: &position) {
                try await writer.write(news)
            } else if written.duration(to: .now) >= self.hub.beat * 0.9 {
                try await writer.write(ByteBuffer(staticString: ":\n\n"))
            } else {
                continue
            }
            written = .now
        }
        try await writer.finish(nil)
    }

    /// What came since, as it is sent; nil where nothing did.
    private func news(after position: inout Int64) throws -> ByteBuffer? {
        let (events, newest) = self.hub.events(after: position, of: self.listener.organization)
        position = newest
        var buffer = ByteBuffer()
        guard let events else {
            buffer.write("reset", id: EventID(epoch: self.hub.epoch, number: newest), data: ByteBuffer(string: "{}"))
            return buffer
        }
        for (number, event) in events {
            guard let body = EventBody(event.kind, at: event.at), self.types?.contains(body.kind) ?? true else { continue }
            buffer.write(
                body.kind.rawValue, id: EventID(epoch: self.hub.epoch, number: number), data: try BodyEncoder.bytes(of: body))
        }
        return buffer.readableBytes > 0 ? buffer : nil
    }
}

/// An event's `id`: `<process>-<number>`.
struct EventID: LosslessStringConvertible, Equatable {
    let epoch: String
    let number: Int64

    init(epoch: String, number: Int64) {
        self.epoch = epoch
        self.number = number
    }

    init?(_ description: String) {
        let parts = description.split(separator: "-", maxSplits: 1)
        guard parts.count == 2, let number = Int64(parts[1]) else { return nil }
        self.init(epoch: String(parts[0]), number: number)
    }

    var description: String { "\(self.epoch)-\(self.number)" }
}

extension ByteBuffer {
    /// One event. `data` is JSON without line ends.
    fileprivate mutating func write(_ event: String, id: EventID, data: ByteBuffer) {
        var data = data
        self.writeString("id: \(id)\nevent: \(event)\ndata: ")
        self.writeBuffer(&data)
        self.writeStaticString("\n\n")
    }
}
