import HawkCore

// Tasks that were delivered but have no living consumer.
extension TaskReading {
    /// The maximum number of entries per command.
    private static let claimBatch = 500
    /// The minimum idle time. A claim resets it, so two survivors that see a dead consumer at once do not both get a task.
    private static let leastIdle = "1000"
    /// A dead consumer without tasks is deleted after this many milliseconds.
    private static let deadConsumerTimeout: Int64 = 60_000

    /// Claims entries that the server counts as delivered here but that never arrived: the reply was lost with a connection.
    func orphans(over connection: RedisConnection) throws(RedisError) -> [StreamEntry] {
        var orphans: [StreamEntry] = []
        var from = "-"
        while true {
            let pending = try self.pending(of: self.context.consumer, from: from, limit: Self.claimBatch, over: connection)
            let lost = self.context.ledger.orphans(among: pending, of: self.context.location)
            if !lost.isEmpty {
                let found = try self.claim(lost, leastIdle: "0", over: connection)
                // Before 7.0, an entry trimmed from a full stream stays pending for its consumer.
                self.context.ledger.settle(lost.filter { name in !found.contains { $0.name == name } }, of: self.context.location)
                orphans += found
            }
            guard pending.count == Self.claimBatch, let last = pending.last else { return orphans }
            from = "(\(last)"
        }
    }

    /// Claims the tasks of consumers without a pulse. Idle time alone proves nothing: a check may take minutes.
    func claimAbandoned(over connection: RedisConnection) throws(RedisError) -> [StreamEntry] {
        let reply = try connection.perform(
            ["XINFO", "CONSUMERS", self.stream, .text(RedisKeys.group)], within: Self.commandTimeout)
        let others = (reply.list ?? []).map(\.fields).compactMap { fields -> Consumer? in
            guard let name = fields["name"]?.text, name != self.context.consumer else { return nil }
            return Consumer(name: name, pending: fields["pending"]?.integer ?? 0, idle: fields["idle"]?.integer ?? 0)
        }
        let suspects = others.filter { $0.pending > 0 || $0.idle > Self.deadConsumerTimeout }
        guard !suspects.isEmpty else { return [] }
        let pulses = try connection.perform(
            suspects.map { ["EXISTS", .text(self.context.keys.pulse($0.name, at: self.context.location))] },
            within: Self.commandTimeout)
        var abandoned: [StreamEntry] = []
        for (suspect, pulse) in zip(suspects, pulses) where pulse.integer == 0 {
            if suspect.pending > 0 {
                let pending = try self.pending(of: suspect.name, limit: Self.claimBatch, over: connection)
                abandoned += try self.claim(pending, leastIdle: Self.leastIdle, over: connection)
            } else {
                _ = try connection.perform([self.deletion(of: suspect.name)], within: Self.commandTimeout)
            }
        }
        if !abandoned.isEmpty { self.context.observer.count(.reclaimed, abandoned.count) }
        return abandoned
    }

    private struct Consumer {
        let name: String
        let pending: Int64
        /// In milliseconds.
        let idle: Int64
    }

    /// Returns the names of entries that were delivered to a consumer and not settled.
    func pending(
        of consumer: String, from: String = "-", limit: Int, over connection: RedisConnection
    ) throws(RedisError) -> [String] {
        let reply = try connection.perform(
            ["XPENDING", self.stream, .text(RedisKeys.group), .text(from), "+", "\(limit)", .text(consumer)],
            within: Self.commandTimeout)
        return (reply.list ?? []).compactMap { $0.list?.first?.text }
    }

    /// Returns the command that deletes a consumer without tasks.
    func deletion(of consumer: String) -> RedisCommand {
        ["XGROUP", "DELCONSUMER", self.stream, .text(RedisKeys.group), .text(consumer)]
    }

    private func claim(
        _ entries: [String], leastIdle: String, over connection: RedisConnection
    ) throws(RedisError) -> [StreamEntry] {
        let claim: [RedisCommand.Argument] = [
            "XCLAIM", self.stream, .text(RedisKeys.group), .text(self.context.consumer), .text(leastIdle),
        ]
        let reply = try connection.perform(RedisCommand(claim + entries.map { .text($0) }), within: Self.commandTimeout)
        return StreamEntry.all(in: reply)
    }
}
