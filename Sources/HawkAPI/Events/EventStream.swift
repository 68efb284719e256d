import HawkCore
import Hummingbird
import NIOCore

/// One client's stream of server-sent events, starting at its position in the ring.
struct EventStream: Sendable {
    /// After this, the client reconnects automatically and must prove its rights again.
    private static let lifetime = Duration.minutes(15)

    let hub: EventHub
    let listener: EventHub.Listener
    let signals: AsyncStream<Void>
    /// Nil selects all types.
    let types: Set<EventBody.Kind>?
    /// The last event that the client received. Nil if the stream starts now.
    let lastSeen: EventID?

    @concurrent func write(to writer: inout any ResponseBodyWriter) async throws {
        let end = ContinuousClock.now + Self.lifetime
        var position = self.listener.newest
        if let lastSeen {
            // Numbers of another process, or of an earlier run, mean nothing here.
            position = lastSeen.epoch == self.hub.epoch ? lastSeen.number : -1
        }
        // The position to continue from, sent at once for clients that lose the connection before the first event.
        let place = position < 0 ? "" : "id: \(EventID(epoch: self.hub.epoch, number: position))\n"
        try await writer.write(ByteBuffer(string: "retry: 2000\n\(place)\n"))
        var written = ContinuousClock.now
        if let bytes = try self.newEvents(after: &position) { try await writer.write(bytes) }
        for await _ in self.signals {
            guard ContinuousClock.now < end else { break }
            if let bytes = try self.newEvents(after: &position) {
                try await writer.write(bytes)
            } else if written.duration(to: .now) >= self.hub.beat * 0.9 {
                try await writer.write(ByteBuffer(staticString: ":\n\n"))
            } else {
                continue
            }
            written = .now
        }
        try await writer.finish(nil)
    }

    /// Returns the new events as they are sent. Nil if there are none.
    private func newEvents(after position: inout Int64) throws -> ByteBuffer? {
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
    /// Writes one event. `data` is JSON without line breaks.
    fileprivate mutating func write(_ event: String, id: EventID, data: ByteBuffer) {
        var data = data
        self.writeString("id: \(id)\nevent: \(event)\ndata: ")
        self.writeBuffer(&data)
        self.writeStaticString("\n\n")
    }
}
