import HawkCore

extension RedisConnection {
    /// Signs in and verifies that this server is suitable.
    func greet(as name: String, until deadline: ContinuousClock.Instant) throws(RedisError) {
        var hello: [RedisCommand.Argument] = ["HELLO", "2"]
        if let password = self.address.password {
            hello += ["AUTH", .text(self.address.user ?? "default"), .text(password.revealed)]
        }
        hello += ["SETNAME", .text(name)]
        let reply = try self.perform([RedisCommand(hello)], until: deadline)[0]
        if let failure = reply.failure { throw self.refusal(failure) }
        try self.verify(reply.fields)
        guard self.address.database != 0 else { return }
        let selected = try self.perform([["SELECT", "\(self.address.database)"]], until: deadline)[0]
        guard selected.failure == nil else {
            throw .unsuitable("Redis at \(self.address) has no database \(self.address.database)")
        }
    }

    private func verify(_ server: [String: RedisReply]) throws(RedisError) {
        let version = server["version"]?.text ?? ""
        let numbers = version.split(separator: ".").prefix(2).compactMap { Int($0) }
        guard numbers.count == 2, (numbers[0], numbers[1]) >= (6, 2) else { throw self.tooOld(version) }
        let mode = server["mode"]?.text ?? "standalone"
        guard mode == "standalone" else {
            throw .unsuitable(
                "Redis at \(self.address) runs as \(mode); StatusHawk needs a single server, with or without failover")
        }
        guard server["role"]?.text != "replica" else {
            throw .disconnected("Redis at \(self.address) is a replica, which accepts no writes")
        }
    }

    private func refusal(_ failure: RedisFailure) -> RedisError {
        if failure.message.lowercased().contains("unknown command") { return self.tooOld("older than 6.0") }
        return .disconnected("Redis at \(self.address) rejected the connection: \(failure.message)")
    }

    private func tooOld(_ version: String) -> RedisError {
        .unsuitable("Redis at \(self.address) is \(version); StatusHawk needs 6.2 or newer, or Valkey")
    }
}
