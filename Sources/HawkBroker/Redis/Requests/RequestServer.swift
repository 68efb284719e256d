import HawkCore
import Synchronization

/// Receives the requests for one kind of answerer while a consumer listens.
final class RequestServer: Sendable {
    /// Requests received but not started.
    private static let capacity = 64
    private static let presenceSeconds = 2

    let requests: AsyncStream<PendingRequest>
    private let continuation: AsyncStream<PendingRequest>.Continuation
    private let reader: ListReader

    init(_ answerer: Answerer, address: RedisAddress, keys: RedisKeys, pipeline: RedisPipeline, observer: BrokerObserver) {
        let (requests, continuation) = AsyncStream.makeStream(
            of: PendingRequest.self, bufferingPolicy: .bufferingOldest(Self.capacity))
        self.requests = requests.timely()
        self.continuation = continuation
        let presence: RedisCommand = ["SET", .text(keys.presence(answerer)), "1", "EX", "\(Self.presenceSeconds)"]
        let openRequests = OpenRequests(keys)
        let context = Context(
            keys: keys, pipeline: pipeline, observer: observer, continuation: continuation, openRequests: openRequests)
        let reader = ListReader(
            keys.requests(answerer), address: address, name: "answers", observer: observer,
            handlers: .init(
                announcement: { [presence] + openRequests.look() }, handleReplies: { openRequests.handleReplies($0.dropFirst()) },
                receive: { name, connection throws(RedisError) in
                    try context.receive(String(decoding: name, as: UTF8.self), over: connection)
                }))
        self.reader = reader
        continuation.onTermination = { _ in reader.stop() }
    }

    func stop() {
        self.continuation.finish()
        self.reader.stop()
    }

    func join() async { await self.reader.join() }

    private struct Context: Sendable {
        let keys: RedisKeys
        let pipeline: RedisPipeline
        let observer: BrokerObserver
        let continuation: AsyncStream<PendingRequest>.Continuation
        let openRequests: OpenRequests

        /// A request that is gone was received by another process, or its deadline has passed. Redis itself decides both.
        func receive(_ name: String, over connection: RedisConnection) throws(RedisError) {
            let request = RedisCommand.Argument.text(self.keys.request(name))
            let requester = RedisCommand.Argument.text(self.keys.requester(name))
            let replies = try connection.perform(
                [["PTTL", request], ["GETDEL", request], ["EXISTS", requester]], within: .seconds(2))
            if let failure = replies.lazy.compactMap(\.failure).first { throw .failed(failure) }
            guard let bytes = replies[1].bytes, let left = replies[0].integer, left > 0 else { return }
            let expiresAt = ContinuousClock.now + .milliseconds(left)
            let envelope: Envelope<BrokerRequest>
            do {
                envelope = try Envelope<BrokerRequest>(wireBytes: bytes)
            } catch {
                return self.observer.count(.unreadable, 1)
            }
            // A process of an earlier version does not report whether it waits.
            let watch = replies[2].integer == 1 ? self.openRequests.open(name) : CallerPresence()
            let pending = PendingRequest(envelope.content, expiresAt: expiresAt, requester: watch) { reply in
                self.openRequests.close(name)
                if let reply { self.post(Envelope(process: envelope.process, name: envelope.name, content: reply)) }
            }
            if case .enqueued = self.continuation.yield(pending) { return }
            self.openRequests.close(name)
            self.post(
                Envelope(
                    process: envelope.process, name: envelope.name, content: .busy("too many requests are waiting at the moment"))
            )
        }

        private func post(_ envelope: Envelope<BrokerReply>) {
            let list = RedisCommand.Argument.text(self.keys.replies(envelope.process))
            self.pipeline.post([
                ["RPUSH", list, .bytes(envelope.wireBytes)], ["LTRIM", list, "-1000", "-1"], ["EXPIRE", list, "60"],
            ])
        }
    }
}
