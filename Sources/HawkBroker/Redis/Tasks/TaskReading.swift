import HawkCore

/// The loop of a task reader, on its thread.
final class TaskReading: RedisWork {
    static let commandTimeout = Duration.seconds(2)
    /// How often the consumer renews its pulse.
    private static let beat = Duration.milliseconds(500)
    /// A consumer without renewal for this long is dead.
    private static let pulseSeconds = 2
    /// After a reconnect, other consumers may still be reconnecting.
    private static let grace = Duration.seconds(3)
    /// How long the server blocks an empty read; far below any timeout of the connection.
    private static let blockMilliseconds = 250
    private static let batch = 500
    /// Above this number of untaken tasks, reading pauses.
    private static let highWaterMark = 5_000
    /// A task for a later slot was emitted by a clock that was ahead and has been set back. Slots are emitted one second ahead,
    /// by a clock that differs from this one by at most ten seconds.
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
        // Replies may have been lost with the last connection; their tasks belong to this consumer.
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
            // The database was emptied.
            try self.makeGroup(over: connection)
        }
    }

    func pause(_ error: RedisError) {}

    /// Releases what this process still holds, so that other consumers need not wait until its pulse expires.
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

    /// Releases unread tasks for other consumers, because the runner has ended.
    private func handBack(over connection: RedisConnection) throws(RedisError) {
        let leftovers = self.context.mailbox.leftovers()
        guard !leftovers.isEmpty else { return self.rest() }
        let commands = TaskCommands(keys: self.context.keys).releasing(leftovers)
        let replies = try connection.perform(commands, within: Self.commandTimeout)
        // On failure, the tasks stay pending for this consumer until its pulse expires.
        if replies.allSatisfy({ $0.failure == nil }) { self.context.ledger.settle(leftovers.compactMap(\.receipt)) }
    }

    private func rest() { self.context.waker.wait(.milliseconds(50)) }

    /// Passes on the tasks that can be checked, and settles the rest.
    /// - Parameter isFirst: whether this is the first delivery of the tasks.
    private func deliver(_ entries: [StreamEntry], isFirst: Bool = false) {
        var tasks: [CheckTask] = []
        var dropped: [String] = []
        let now = self.context.clock.now
        for entry in entries {
            do {
                var task = try CheckTask(wireBytes: entry.values.first ?? [])
                // A redelivered task has already passed the epoch gate.
                if (isFirst && !self.gate.admits(task.epoch, at: now)) || task.slot > now + Self.maxAhead {
                    self.context.observer.count(.superseded, 1)
                } else if task.slot + task.timing.interval <= now {
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
