/// A stream entry: its name and the values of its fields, in order.
struct StreamEntry: Sendable, Equatable {
    let name: String
    let values: [[UInt8]]

    /// Returns nil for an entry that was deleted: Redis returns it without content, or not at all.
    init?(_ reply: RedisReply) {
        guard let parts = reply.list, parts.count == 2, let name = parts[0].text, let fields = parts[1].list else { return nil }
        self.name = name
        self.values = stride(from: 1, to: fields.count, by: 2).map { fields[$0].bytes ?? [] }
    }

    /// Reads the reply of `XREAD` and `XREADGROUP` for one stream. Empty if the wait ended without an entry.
    static func all(inReadingOf reply: RedisReply) -> [StreamEntry] {
        (reply.list?.first?.list?.last?.list ?? []).compactMap { StreamEntry($0) }
    }

    /// Reads the reply of `XRANGE` and `XCLAIM`.
    static func all(in reply: RedisReply) -> [StreamEntry] { (reply.list ?? []).compactMap { StreamEntry($0) } }
}

/// The name of an entry: the server's time in milliseconds and a sequence number within that millisecond.
struct EntryName: Comparable {
    let milliseconds: UInt64
    let sequence: UInt64

    init?(_ text: String) {
        let parts = text.split(separator: "-")
        guard parts.count == 2, let milliseconds = UInt64(parts[0]), let sequence = UInt64(parts[1]) else { return nil }
        self.milliseconds = milliseconds
        self.sequence = sequence
    }

    static func < (left: Self, right: Self) -> Bool {
        (left.milliseconds, left.sequence) < (right.milliseconds, right.sequence)
    }
}
