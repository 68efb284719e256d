import HawkCore

/// The commands that change a location's stream.
struct TaskCommands {
    /// The maximum number of entries in a stream. Redis trims the oldest, one node of the stream at a time.
    static let capacity = 100_000
    /// The stream of a location is removed after this long without tasks.
    private static let memorySeconds = 86_400
    /// The size of one transaction. Other clients wait while it runs.
    static let maxBatch = 500

    /// After this long without its leader, a higher epoch is forgotten: the leases were restored from a backup.
    private static let leaderSeconds = 30

    let keys: RedisKeys

    /// Adds tasks in a transaction. The lengths before and after tell how many tasks were trimmed; `overflow` reads them from the
    /// last reply.
    func adding(_ tasks: ArraySlice<EmittedTask>, to location: String) -> [RedisCommand] {
        let stream = RedisCommand.Argument.text(self.keys.tasks(location))
        var commands: [RedisCommand] = [["MULTI"], ["XLEN", stream]]
        commands += tasks.map { task in
            ["XADD", stream, "MAXLEN", "~", "\(Self.capacity)", "*", "t", .bytes(task.wireBytes)]
        }
        commands += [["EXPIRE", stream, "\(Self.memorySeconds)"], ["XLEN", stream], ["EXEC"]]
        return commands
    }

    /// Stores that an epoch leads, unless a higher one does. Returns the epoch that leads.
    func leading(_ epoch: Int64) -> RedisCommand {
        let script = """
            local highest = tonumber(redis.call('GET', KEYS[1]) or ARGV[1])
            if highest > tonumber(ARGV[1]) then return highest end
            redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
            return tonumber(ARGV[1])
            """
        return ["EVAL", .text(script), "1", .text(self.keys.leader), "\(epoch)", "\(Self.leaderSeconds)"]
    }

    /// Returns how many tasks a transaction of `adding` trimmed from the stream.
    static func overflow(_ reply: RedisReply, adding count: Int) -> Int {
        guard let before = reply.list?.first?.integer, let after = reply.list?.last?.integer else { return 0 }
        return max(Int(before) + count - Int(after), 0)
    }

    /// Acknowledges and removes entries in one transaction, so that the stream holds only unfinished tasks.
    func settling(_ entries: [String], of location: String) -> [RedisCommand] {
        guard !entries.isEmpty else { return [] }
        let stream = RedisCommand.Argument.text(self.keys.tasks(location))
        let names = entries.map { RedisCommand.Argument.text($0) }
        return [
            ["MULTI"], RedisCommand(["XACK", stream, .text(RedisKeys.group)] + names), RedisCommand(["XDEL", stream] + names),
            ["EXEC"],
        ]
    }

    /// Adds each task as a new entry for the next reader and settles its old entry in the same transaction.
    func releasing(_ tasks: [CheckTask]) -> [RedisCommand] {
        Dictionary(grouping: tasks, by: \.location).flatMap { location, tasks -> [RedisCommand] in
            let adding = self.adding(tasks.map { EmittedTask($0) }[...], to: location)
            let settling = self.settling(tasks.compactMap(\.receipt?.entry), of: location)
            return settling.isEmpty ? adding : adding.dropLast() + settling.dropFirst()
        }
    }
}
