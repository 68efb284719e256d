import HawkCore

/// The rounds of a task reader, on its thread.
final class TaskReading: RedisWork {
    static let commandTimeout = Duration.seconds(2)
    /// How often the consumer shows itself.
    private static let beat = Duration.milliseconds(500)
    /// One that did not show itself for this long is dead.
    private static let pulseSeconds = 2
    /// After a connection is made, the others may still be making theirs.
    private static let grace = Duration.seconds(3)
    /// How long the server holds a reading back while there is nothing; far below any time limit of the connection.
    private static let blockMilliseconds = 250
    private static let batch = 500
    /// With more than this many tasks that nobody took, nothing more is read.
    private static let highWaterMark = 5_000
    /// A task for a slot further in the future was emitted by a clock that was ahead, and has been set back: slots are emitted one second
    /// ahead, by a clock that differs from this one by ten seconds at most.
    private static let maxAhead = Duration.seconds(12)

    let context: TaskReader.Context
    private var gate = EpochGate()
    private var beatAt = ContinuousClock.now
    private var adoptAt = ContinuousClock.now
    private var auditAt = ContinuousClock.now

    init(_ context: TaskReader.Context) { self.context = context }

    var stream: RedisCommand.Argument { .text(self.context.keys.tasks(self.context.location)) }
    private var pulse: RedisCommand.Argument { .text(self.context.keys.pulse(self.context.consumer, at: self.context.location)) }

    func begin(_ connection: RedisConnection) throws(RedisError) {
        try self.makeGroup(over: connection)
        self.beatAt = .now
        self.adoptAt = .now + Self.grace
        // Answers may have been lost with the last connection, and the tasks in them are ours.
        self.auditAt = .now
    }

    func turn(_ connection: RedisConnection) throws(RedisError) {
        try self.show(over: connection)
        guard !self.context.mailbox.isClosed else { return try self.handBack(over: connection) }
        do throws(RedisError) {
            if ContinuousClock.now >= self.auditAt {
                self.auditAt = .now + .seconds(30)
                try self.deliver(self.orphans(over: connection))
            }
            if ContinuousClock.now >= self.adoptAt {
                self.adoptAt = .now + Self.beat
                try self.deliver(self.claimAbandoned(over: connection))
            }
            guard self.context.mailbox.count < Self.highWaterMark else { return self.rest() }
            try self.read(over: connection)
        } catch .failed(let failure) where failure.meansNoGroup {
            // Somebody emptied the database.
            try self.makeGroup(over: connection)
        }
    }

    func pause(_ error: RedisError) {}

    /// What this process still holds now will not be done by it: the others need not wait until its pulse has run out.
    func end(_ connection: RedisConnection?) {
        self.context.mailbox.close()
        guard let connection else { return }
        do throws(RedisError) {
            try self.handBack(over: connection)
            let held = try self.pending(of: self.context.consumer, limit: 1, over: connection)
            if held.isEmpty {
                _ = try connection.perform([self.deletion(of: self.context.consumer)], within: Self.commandTimeout)
            }
            _ = try connection.perform([["DEL", self.pulse]], within: Self.commandTimeout)
        } catch {
            self.context.observer.trouble(error.sentence)
        }
    }

    private func makeGroup(over connection: RedisConnection) throws(RedisError) {
        let reply = try connection.perform(
            [["XGROUP", "CREATE", self.stream, .text(RedisKeys.group), "0", "MKSTREAM"]], within: Self.commandTimeout)[0]
        if let failure = reply.failure, failure.code != "BUSYGROUP" { throw .failed(failure) }
    }

    private func show(over connection: RedisConnection) throws(RedisError) {
        guard ContinuousClock.now >= self.beatAt else { return }
        try connection.perform(["SET", self.pulse, "1", "EX", "\(Self.pulseSeconds)"], within: Self.commandTimeout)
        self.beatAt = .now + Self.beat
    }

    private func read(over connection: RedisConnection) throws(RedisError) {
        let reply = try connection.perform(
            [
                "XREADGROUP", "GROUP", .text(RedisKeys.group), .text(self.context.consumer), "COUNT", "\(Self.batch)", "BLOCK",
                "\(Self.blockMilliseconds)", "STREAMS", self.stream, ">",
            ], within: .milliseconds(Self.blockMilliseconds) + Self.commandTimeout)
        self.deliver(StreamEntry.all(inReadingOf: reply), isFirst: true)
    }

    /// Whoever took the tasks has ended; what came meanwhile is for others.
    private func handBack(over connection: RedisConnection) throws(RedisError) {
        let leftovers = self.context.mailbox.leftovers()
        guard !leftovers.isEmpty else { return self.rest() }
        let commands = TaskCommands(keys: self.context.keys).givingBack(leftovers)
        let replies = try connection.perform(commands, within: Self.commandTimeout)
        // Otherwise they stay in this consumer's name until its pulse has run out.
        if replies.allSatisfy({ $0.failure == nil }) { self.context.ledger.settle(leftovers.compactMap(\.receipt)) }
    }

    private func rest() { self.context.waker.wait(.milliseconds(50)) }

    /// Hands on what can be checked, and settles what cannot.
    /// - Parameter isFirst: whether the tasks were delivered to nobody before.
    private func deliver(_ entries: [StreamEntry], isFirst: Bool = false) {
        var tasks: [CheckTask] = []
        var dropped: [String] = []
        let now = self.context.clock.now
        for entry in entries {
            do {
                var task = try CheckTask(wireBytes: entry.values.first ?? [])
                // A task that somebody had already was judged when it came to him.
                if (isFirst && !self.gate.admits(task.epoch, at: now)) || task.slot > now + Self.maxAhead {
                    self.context.observer.count(.superseded, 1)
                } else if task.slot + task.interval <= now {
                    self.context.observer.count(.stale, 1)
                } else {
                    task.location = self.context.location
                    task.receipt = TaskReceipt(location: self.context.location, entry: entry.name)
                    tasks.append(task)
                    continue
                }
            } catch {
                self.context.observer.count(.unreadable, 1)
            }
            dropped.append(entry.name)
        }
        self.context.ledger.hold(tasks.compactMap(\.receipt?.entry), of: self.context.location)
        self.context.mailbox.put(tasks)
        if !dropped.isEmpty { self.context.ledger.settle(dropped, of: self.context.location) }
    }
}
