import HawkCore

/// The commands that change a location's stream.
struct TaskCommands {
    /// The most entries of a stream; what is more are the oldest ones, a node of the stream at a time.
    static let capacity = 100_000
    /// A location that nobody emits for any more is forgotten.
    private static let memorySeconds = 86_400
    /// In one transaction: others wait meanwhile.
    static let largestBatch = 500

    /// After this long without its leader a higher epoch is forgotten: the leases were restored from a backup.
    private static let leaderSeconds = 30

    let keys: RedisKeys

    /// A transaction, so that the lengths before and after tell how many tasks it pushed out: `overflow` judges its last reply.
    func adding(_ tasks: ArraySlice<EncodedTask>, to location: String) -> [RedisCommand] {
        let stream = RedisCommand.Argument.text(self.keys.tasks(location))
        var commands: [RedisCommand] = [["MULTI"], ["XLEN", stream]]
        commands += tasks.map { task in
            ["XADD", stream, "MAXLEN", "~", "\(Self.capacity)", "*", "t", .bytes(task.wireBytes)]
        }
        commands += [["EXPIRE", stream, "\(Self.memorySeconds)"], ["XLEN", stream], ["EXEC"]]
        return commands
    }

    /// Notes that an epoch leads, unless a higher one does; answers the one that does.
    func leading(_ epoch: Int64) -> RedisCommand {
        let script = """
            local highest = tonumber(redis.call('GET', KEYS[1]) or ARGV[1])
            if highest > tonumber(ARGV[1]) then return highest end
            redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
            return tonumber(ARGV[1])
            """
        return ["EVAL", .text(script), "1", .text(self.keys.leader), "\(epoch)", "\(Self.leaderSeconds)"]
    }

    /// How many tasks a transaction of `adding` pushed out of the stream.
    static func overflow(_ reply: RedisReply, adding count: Int) -> Int {
        guard let before = reply.list?.first?.integer, let after = reply.list?.last?.integer else { return 0 }
        return max(Int(before) + count - Int(after), 0)
    }

    /// Acknowledged and removed at once, so that what is in the stream is what still has to be done.
    func settling(_ entries: [String], of location: String) -> [RedisCommand] {
        guard !entries.isEmpty else { return [] }
        let stream = RedisCommand.Argument.text(self.keys.tasks(location))
        let names = entries.map { RedisCommand.Argument.text($0) }
        return [
            ["MULTI"], RedisCommand(["XACK", stream, .text(RedisKeys.group)] + names), RedisCommand(["XDEL", stream] + names),
            ["EXEC"],
        ]
    }

    /// Each task becomes another entry, for whoever reads next, and its old one is settled with it.
    func givingBack(_ tasks: [CheckTask]) -> [RedisCommand] {
        Dictionary(grouping: tasks, by: \.location).flatMap { location, tasks -> [RedisCommand] in
            let adding = self.adding(tasks.map { EncodedTask($0) }[...], to: location)
            let settling = self.settling(tasks.compactMap(\.receipt?.entry), of: location)
            return settling.isEmpty ? adding : adding.dropLast() + settling.dropFirst()
        }
    }
}
