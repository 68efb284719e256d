package import HawkCore

/// Carries tasks, wake-ups, events and requests between roles. It may lose, repeat and reorder tasks, wake-ups and events, so
/// nothing may depend on one. What must not be lost is in the database.
package protocol Broker: Sendable {
    /// Whether tasks leave the process. Their emitter then encodes them once per version of a monitor.
    var sendsBytes: Bool { get }

    /// Sends tasks to the runners of their locations. Above the broker's capacity, the oldest tasks are dropped and counted.
    func emit(_ tasks: [EmittedTask]) async throws(BrokerError)

    /// Announces that the scheduler of this epoch leads. A leader calls it every second.
    /// - Returns: false if a scheduler of a higher epoch has announced itself within the last 30 seconds. This one is superseded
    ///   and may not know it yet.
    func leads(_ epoch: Int64) async throws(BrokerError) -> Bool

    /// Returns the tasks of one location as they arrive; runners of a location share them. Ends when the consumer is cancelled.
    ///
    /// The consumer must end each task with `settle` or `release`. If its process dies first, another runner of the location
    /// gets the task.
    func tasks(for location: String) -> AsyncStream<[CheckTask]>

    /// Marks these tasks as finished: their results are durable, or there will be none. Never blocks.
    func settle(_ receipts: [TaskReceipt])

    /// Returns tasks that this process has not started, because it ends. Another runner of their location may execute them. Never
    /// blocks.
    func release(_ tasks: [CheckTask])

    /// Signals that work is waiting. Wake-ups that no listener has received yet merge into one.
    func wake(_ topic: WakeUp) async

    /// Returns a stream with one element for each time the topic was woken since the last element.
    func wakeUps(_ topic: WakeUp) -> AsyncStream<Void>

    /// Sends events to every listener.
    func publish(_ events: [LiveEvent]) async

    /// Returns the events published from now on. A listener that does not keep up loses the oldest events and receives `.missed`.
    func events() -> AsyncStream<LiveEvent>

    /// Sends a request to a runner or a notifier and waits for the reply.
    /// - Throws: `.noAnswer` if no reply arrived within the deadline, or at once if no process answers such requests. A request
    ///   that no process has accepted by its deadline is never executed. If the caller is cancelled, the process that accepted the
    ///   request learns of it within a second. If too many requests wait, the reply is `.busy`.
    func request(_ request: BrokerRequest, within deadline: Duration) async throws(BrokerError) -> BrokerReply

    /// Returns the requests for one kind of answerer. Each is answered once with `PendingRequest.answer`.
    func requests(for answerer: Answerer) -> AsyncStream<PendingRequest>
}

package enum BrokerError: Error, Sendable, Equatable {
    /// The text names the server and the error.
    case unavailable(String)
    case noAnswer
}

/// The kind of process that answers a request.
package enum Answerer: Sendable, Hashable {
    case runner(location: String)
    case notifier
}

/// A request of the API to a process that may connect to targets and channels.
package enum BrokerRequest: Sendable {
    /// Run a check now. If `recorded`, the result is stored and folded like any other; otherwise it is not stored.
    case check(CheckTask, recorded: Bool)
    /// Send this message now.
    case send(AlertMessage, type: ChannelType, config: JSONValue, sealedConfig: [UInt8]?)

    package var answerer: Answerer {
        switch self {
        case .check(let task, _): .runner(location: task.location)
        case .send: .notifier
        }
    }
}

package enum BrokerReply: Sendable {
    case checked(CheckResult)
    case sent
    /// The reason for the failure, for the person who sent the request.
    case refused(String)
    /// Too many requests are waiting; the text names the limit.
    case busy(String)
}

/// A received request and the means to reply to it.
package struct PendingRequest: Sendable {
    package let request: BrokerRequest
    /// After this, no caller waits for an answer, and the request must not be executed.
    package let expiresAt: ContinuousClock.Instant
    /// Whether the caller still waits before that.
    package let requester: CallerPresence
    private let reply: @Sendable (BrokerReply?) async -> Void

    /// - Parameter reply: receives nil if there is no answer because no caller waits for one.
    package init(
        _ request: BrokerRequest, expiresAt: ContinuousClock.Instant, requester: CallerPresence = CallerPresence(),
        reply: @escaping @Sendable (BrokerReply?) async -> Void
    ) {
        self.request = request
        self.expiresAt = expiresAt
        self.requester = requester
        self.reply = reply
    }

    package func answer(_ reply: BrokerReply) async { await self.reply(reply) }

    /// Ends the request without an answer, because no caller waits for one.
    package func abandon() async { await self.reply(nil) }
}
