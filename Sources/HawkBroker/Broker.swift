package import HawkCore

/// Carries what passes between roles. It may lose, repeat and reorder tasks, wake-ups and events; nothing may depend on one:
/// what must not be lost is in the database.
package protocol Broker: Sendable {
    /// Hands tasks to the runners of their locations. Beyond the broker's bound the oldest are dropped and counted.
    func emit(_ tasks: [EncodedTask]) async throws(BrokerError)

    /// Says that the scheduler of this epoch leads. A leader says it every second.
    /// - Returns: false where one of a higher epoch has said so within half a minute: this one is deposed, and may not know it yet.
    func leads(_ epoch: Int64) async throws(BrokerError) -> Bool

    /// The tasks of one location as they come; several runners of a location share them. Ends when the consumer is cancelled.
    ///
    /// Whoever takes a task owes the broker an end of it, `settle` or `giveBack`; if the process dies first, another runner of the
    /// location is given the task.
    func tasks(for location: String) -> AsyncStream<[CheckTask]>

    /// These tasks are done with: their results are durable, or there will be none. Never blocks.
    func settle(_ receipts: [TaskReceipt])

    /// This process ends without having started these tasks: another runner of their location may. Never blocks.
    func giveBack(_ tasks: [CheckTask])

    /// Says that there is something to do. Wake-ups that nobody has taken yet merge into one.
    func wake(_ topic: WakeUp) async

    /// One element whenever the topic was woken since the last.
    func wakeUps(_ topic: WakeUp) -> AsyncStream<Void>

    /// Tells every listener of what has just happened.
    func publish(_ events: [LiveEvent]) async

    /// What is published from now on. A listener that does not keep up loses the oldest events and is told so by `.missed`.
    func events() -> AsyncStream<LiveEvent>

    /// Asks a runner or a notifier and waits for its answer.
    /// - Throws: `.noAnswer` when none came within the deadline, or at once where nobody answers such questions. A question that
    ///   nobody has taken by its deadline is not acted upon later. Where the caller is cancelled, whoever has taken the question learns
    ///   that within a second. `.busy` is the answer where too many questions wait.
    func ask(_ request: BrokerRequest, within deadline: Duration) async throws(BrokerError) -> BrokerReply

    /// The questions for one kind of answerer; each is answered once with `PendingRequest.answer`.
    func requests(for answerer: Answerer) -> AsyncStream<PendingRequest>
}

package enum BrokerError: Error, Sendable, Equatable {
    /// The sentence names the server and what it met.
    case unavailable(String)
    case noAnswer
}

/// What a wake-up is about.
package enum WakeUp: String, Sendable, Hashable, CaseIterable {
    /// Monitors were created, changed, paused, resumed or deleted: for the scheduler.
    case monitorsChanged
    /// Alert events or deliveries wait: for the notifiers.
    case alertsPending
}

/// Who answers questions.
package enum Answerer: Sendable, Hashable {
    case runner(location: String)
    case notifier
}

/// A question of the API to a process that may touch targets and channels.
package enum BrokerRequest: Sendable {
    /// Check now. `recorded`: the result is stored and folded like any other; otherwise nothing is.
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
    /// What went wrong, for the person who asked.
    case refused(String)
    /// Too much is asked for at the moment; the sentence says of what.
    case busy(String)
}

/// A question on its way, with the way back.
package struct PendingRequest: Sendable {
    package let request: BrokerRequest
    /// After this nobody waits for an answer, and nothing is to be done any more.
    package let expiresAt: ContinuousClock.Instant
    /// Tells whether somebody waits for an answer even before that.
    package let asker: CallerPresence
    private let reply: @Sendable (BrokerReply?) async -> Void

    /// - Parameter reply: is given nil where there is no answer, because nobody waits for one.
    package init(
        _ request: BrokerRequest, expiresAt: ContinuousClock.Instant, asker: CallerPresence = CallerPresence(),
        reply: @escaping @Sendable (BrokerReply?) async -> Void
    ) {
        self.request = request
        self.expiresAt = expiresAt
        self.asker = asker
        self.reply = reply
    }

    package func answer(_ reply: BrokerReply) async { await self.reply(reply) }

    /// Ends the question without an answer: nobody waits for one.
    package func abandon() async { await self.reply(nil) }
}
