import HawkCore

/// Takes what comes into a list, one after the other, on a thread of its own.
final class ListReader: Sendable {
    struct Handlers: Sendable {
        /// Sent before each wait, which lasts half a second at most; called on the reader's thread, as all are.
        let announcement: @Sendable () -> [RedisCommand]
        /// Is given the replies to them.
        let handleReplies: @Sendable ([RedisReply]) -> Void
        /// With the connection to ask for more.
        let take: @Sendable ([UInt8], RedisConnection) throws(RedisError) -> Void

        init(
            announcement: @escaping @Sendable () -> [RedisCommand] = { [] },
            handleReplies: @escaping @Sendable ([RedisReply]) -> Void = { _ in },
            take: @escaping @Sendable ([UInt8], RedisConnection) throws(RedisError) -> Void
        ) {
            self.announcement = announcement
            self.handleReplies = handleReplies
            self.take = take
        }
    }

    private let thread: RedisThread

    init(_ list: String, address: RedisAddress, name: String, observer: BrokerObserver, handlers: Handlers) {
        self.thread = RedisThread(address, name: name, observer: observer) { ListReading(.text(list), handlers) }
    }

    deinit { self.thread.stop() }

    func stop() { self.thread.stop() }
    func join() async { await self.thread.join() }
}

private final class ListReading: RedisWork {
    private static let commandTimeout = Duration.seconds(2)

    private let list: RedisCommand.Argument
    private let handlers: ListReader.Handlers

    init(_ list: RedisCommand.Argument, _ handlers: ListReader.Handlers) {
        self.list = list
        self.handlers = handlers
    }

    func begin(_ connection: RedisConnection) {}

    func turn(_ connection: RedisConnection) throws(RedisError) {
        let commands = self.handlers.announcement() + [["BLPOP", self.list, "0.5"]]
        let replies = try connection.perform(commands, within: .milliseconds(500) + Self.commandTimeout)
        if let failure = replies.last?.failure { throw .failed(failure) }
        self.handlers.handleReplies(Array(replies.dropLast()))
        // The list's name, and what was taken from it.
        guard let item = replies.last?.list?.last?.bytes else { return }
        try self.handlers.take(item, connection)
    }

    func pause(_ error: RedisError) {}
    func end(_ connection: RedisConnection?) {}
}
