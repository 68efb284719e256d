/// Follows a stream from now on, on its own thread, and reports when it may have missed entries. Every process reads separately.
final class StreamFollower: Sendable {
    /// Called on the follower's thread.
    struct Callbacks: Sendable {
        let receive: @Sendable (StreamEntry) -> Void
        /// Entries may have been missed. Called after each connection, including the first.
        let miss: @Sendable () -> Void
    }

    private let thread: RedisThread

    /// - Parameter capacity: how many entries the stream keeps; the oldest are removed first.
    init(_ stream: String, capacity: Int, address: RedisAddress, observer: BrokerObserver, callbacks: Callbacks) {
        self.thread = RedisThread(address, name: "news", observer: observer) {
            Following(.text(stream), capacity: capacity, callbacks)
        }
    }

    deinit { self.thread.stop() }

    func stop() { self.thread.stop() }
    func join() async { await self.thread.join() }
}

private final class Following: RedisWork {
    private static let commandTimeout = Duration.seconds(2)
    private static let blockMilliseconds = 500
    private static let batch = 200

    private let stream: RedisCommand.Argument
    private let capacity: Int
    private let callbacks: StreamFollower.Callbacks
    private var position = "0-0"

    init(_ stream: RedisCommand.Argument, capacity: Int, _ callbacks: StreamFollower.Callbacks) {
        self.stream = stream
        self.capacity = capacity
        self.callbacks = callbacks
    }

    /// Adds an empty entry. It marks the position after which nothing is missed, even if the stream was empty or lost.
    func begin(_ connection: RedisConnection) throws(RedisError) {
        let mark = try connection.perform(
            ["XADD", self.stream, "MAXLEN", "~", "\(self.capacity)", "*", "mark", ""], within: Self.commandTimeout)
        guard let position = mark.text else {
            throw .disconnected("Redis at \(connection.address) returned no ID for a new stream entry")
        }
        self.position = position
        self.callbacks.miss()
    }

    func turn(_ connection: RedisConnection) throws(RedisError) {
        let reply = try connection.perform(
            [
                "XREAD", "COUNT", "\(Self.batch)", "BLOCK", "\(Self.blockMilliseconds)", "STREAMS", self.stream,
                .text(self.position),
            ], within: .milliseconds(Self.blockMilliseconds) + Self.commandTimeout)
        let entries = StreamEntry.all(inReadingOf: reply)
        guard let first = entries.first, let last = entries.last else { return }
        // Trimming can remove unread entries only if this follower is behind.
        if entries.count == Self.batch, try self.isOldest(first, over: connection) { self.callbacks.miss() }
        self.position = last.name
        for entry in entries where entry.values != [[]] { self.callbacks.receive(entry) }
    }

    func pause(_ error: RedisError) {}
    func end(_ connection: RedisConnection?) {}

    /// Returns whether this entry is the oldest in the stream, so that even the one read before it is gone.
    private func isOldest(_ entry: StreamEntry, over connection: RedisConnection) throws(RedisError) -> Bool {
        let reply = try connection.perform(["XRANGE", self.stream, "-", "+", "COUNT", "1"], within: Self.commandTimeout)
        guard let oldest = StreamEntry.all(in: reply).first.flatMap({ EntryName($0.name) }), let name = EntryName(entry.name)
        else { return true }
        return oldest >= name
    }
}
