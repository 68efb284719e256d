import HawkCore
import Synchronization

/// Sends requests to other processes and receives their answers.
final class RequestClient: Sendable {
    private struct State {
        var waiting: [String: AsyncStream<BrokerReply>.Continuation] = [:]
        var reader: ListReader?
        var sent: UInt64 = 0
        var isClosed = false
    }

    /// The maximum number of requests that wait for an answerer; above it, the oldest are dropped.
    private static let capacity = 256
    /// The maximum number of requests of this process that wait for an answer.
    private static let maxWaiting = 1_000

    private let process: String
    private let address: RedisAddress
    private let keys: RedisKeys
    private let pipeline: RedisPipeline
    private let observer: BrokerObserver
    private let state = Mutex(State())

    init(_ process: String, address: RedisAddress, keys: RedisKeys, pipeline: RedisPipeline, observer: BrokerObserver) {
        self.process = process
        self.address = address
        self.keys = keys
        self.pipeline = pipeline
        self.observer = observer
    }

    func request(_ request: BrokerRequest, within limit: Duration) async throws(BrokerError) -> BrokerReply {
        let deadline = ContinuousClock.now + limit
        let (replies, continuation) = AsyncStream.makeStream(of: BrokerReply.self, bufferingPolicy: .bufferingOldest(1))
        guard let name = try self.enter(continuation) else {
            return .busy("too many requests are waiting for an answer at the moment")
        }
        defer { self.state.withLock { $0.waiting[name] = nil } }
        guard try await self.put(request, name, until: deadline) else { throw .noAnswer }
        guard let reply = await replies.first(until: deadline, on: .continuous) else {
            // No process may start this request now, or continue it.
            self.pipeline.post([["DEL", .text(self.keys.request(name)), .text(self.keys.requester(name))]])
            throw .noAnswer
        }
        return reply
    }

    /// - Returns: false if no process answers such requests.
    private func put(
        _ request: BrokerRequest, _ name: String, until deadline: ContinuousClock.Instant
    ) async throws(BrokerError) -> Bool {
        do throws(RedisError) {
            return try await self.send(request, name, until: deadline)
        } catch {
            throw .unavailable(error.sentence)
        }
    }

    private func send(
        _ request: BrokerRequest, _ name: String, until deadline: ContinuousClock.Instant
    ) async throws(RedisError) -> Bool {
        let answerer = request.answerer
        let known = try await self.pipeline.send(
            [["EXISTS", .text(self.keys.presence(answerer))], ["TIME"]], within: ContinuousClock.now.duration(to: deadline))
        guard known[0].integer == 1, let expiry = Self.expiry(serverTime: known[1], deadline) else { return false }
        let envelope = Envelope(process: self.process, name: name, content: request)
        let list = RedisCommand.Argument.text(self.keys.requests(answerer))
        let replies = try await self.pipeline.send(
            [
                // Expiry uses the server's clock, so that a delayed command does not keep a request alive.
                ["SET", .text(self.keys.request(name)), .bytes(envelope.wireBytes), "PXAT", "\(expiry)"],
                ["SET", .text(self.keys.requester(name)), "1", "PXAT", "\(expiry)"],
                ["RPUSH", list, .text(name)], ["LTRIM", list, "\(-Self.capacity)", "-1"], ["EXPIRE", list, "600"],
            ], within: ContinuousClock.now.duration(to: deadline))
        if let failure = replies.lazy.compactMap(\.failure).first { throw .failed(failure) }
        return true
    }

    /// The deadline by the server's clock, in its milliseconds.
    private static func expiry(serverTime reply: RedisReply, _ deadline: ContinuousClock.Instant) -> Int64? {
        guard let parts = reply.list, parts.count == 2, let seconds = parts[0].text.flatMap({ Int64($0) }),
            let microseconds = parts[1].text.flatMap({ Int64($0) })
        else { return nil }
        let left = ContinuousClock.now.duration(to: deadline).milliseconds
        return left > 0 ? seconds * 1_000 + microseconds / 1_000 + left : nil
    }

    /// Registers a waiting request. The first one starts the reader of the answers.
    /// - Returns: nil if too many requests wait.
    private func enter(_ continuation: AsyncStream<BrokerReply>.Continuation) throws(BrokerError) -> String? {
        let (name, isClosed): (String?, Bool) = self.state.withLock { state in
            guard !state.isClosed else { return (nil, true) }
            guard state.waiting.count < Self.maxWaiting else { return (nil, false) }
            if state.reader == nil { state.reader = self.makeReader() }
            state.sent += 1
            let name = "\(self.process)-\(state.sent)"
            state.waiting[name] = continuation
            return (name, false)
        }
        if isClosed { throw .unavailable("the connection to Redis is closed") }
        return name
    }

    private func makeReader() -> ListReader {
        ListReader(
            self.keys.replies(self.process), address: self.address, name: "replies", observer: self.observer,
            handlers: .init { [weak self] bytes, _ in self?.receive(bytes) })
    }

    private func receive(_ bytes: [UInt8]) {
        let envelope: Envelope<BrokerReply>
        do {
            envelope = try Envelope<BrokerReply>(wireBytes: bytes)
        } catch {
            return self.observer.count(.unreadable, 1)
        }
        let continuation = self.state.withLock { $0.waiting.removeValue(forKey: envelope.name) }
        continuation?.yield(envelope.content)
        continuation?.finish()
    }

    /// Stops. Waiting callers get no answer.
    func stop() {
        let waiting = self.state.withLock { state in
            state.isClosed = true
            state.reader?.stop()
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in waiting.values { continuation.finish() }
    }

    func join() async {
        let reader = self.state.withLock { $0.reader }
        await reader?.join()
    }
}
