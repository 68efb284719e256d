import HawkCore

// Tasks that were delivered and that nobody works on.
extension TaskReading {
    /// So many at a time.
    private static let claimBatch = 500
    /// One that is claimed has just been handled: of two survivors that see a dead consumer at the same time, one gets each task.
    private static let leastIdle = "1000"
    /// A dead consumer without tasks is forgotten after this many milliseconds.
    private static let deadConsumerTimeout: Int64 = 60_000

    /// What the server believes to be in this consumer's hands and is not: its answer was lost with a connection.
    func orphans(over connection: RedisConnection) throws(RedisError) -> [StreamEntry] {
        var orphans: [StreamEntry] = []
        var from = "-"
        while true {
            let pending = try self.pending(of: self.context.consumer, from: from, limit: Self.claimBatch, over: connection)
            let lost = self.context.ledger.orphans(among: pending, of: self.context.location)
            if !lost.isEmpty {
                let found = try self.claim(lost, leastIdle: "0", over: connection)
                // Before 7.0, what was pushed out of a full stream stays in the books of whoever had it.
                self.context.ledger.settle(lost.filter { name in !found.contains { $0.name == name } }, of: self.context.location)
                orphans += found
            }
            guard pending.count == Self.claimBatch, let last = pending.last else { return orphans }
            from = "(\(last)"
        }
    }

    /// What consumers without a pulse left behind. How long they were idle says nothing: a check may take minutes.
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

    /// The names of what was delivered to a consumer and not settled.
    func pending(
        of consumer: String, from: String = "-", limit: Int, over connection: RedisConnection
    ) throws(RedisError) -> [String] {
        let reply = try connection.perform(
            ["XPENDING", self.stream, .text(RedisKeys.group), .text(from), "+", "\(limit)", .text(consumer)],
            within: Self.commandTimeout)
        return (reply.list ?? []).compactMap { $0.list?.first?.text }
    }

    /// Whoever has no tasks is forgotten with this.
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
