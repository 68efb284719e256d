import HawkCore

/// Pops items from a list, one after the other, on its own thread.
final class ListReader: Sendable {
    struct Handlers: Sendable {
        /// Returns the commands to send before each wait, which lasts at most half a second. All handlers run on the reader's
        /// thread.
        let announcement: @Sendable () -> [RedisCommand]
        /// Receives the replies to those commands.
        let handleReplies: @Sendable ([RedisReply]) -> Void
        /// Receives an item and the connection for further commands.
        let receive: @Sendable ([UInt8], RedisConnection) throws(RedisError) -> Void

        init(
            announcement: @escaping @Sendable () -> [RedisCommand] = { [] },
            handleReplies: @escaping @Sendable ([RedisReply]) -> Void = { _ in },
            receive: @escaping @Sendable ([UInt8], RedisConnection) throws(RedisError) -> Void
        ) {
            self.announcement = announcement
            self.handleReplies = handleReplies
            self.receive = receive
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
        // The reply holds the list's name and the popped item.
        guard let item = replies.last?.list?.last?.bytes else { return }
        try self.handlers.receive(item, connection)
    }

    func pause(_ error: RedisError) {}
    func end(_ connection: RedisConnection?) {}
}
