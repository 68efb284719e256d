import CHiredis
import Glibc
import HawkCore

/// A ready connection to Redis. It blocks its caller, so it belongs to one thread. It is unusable after an error.
final class RedisConnection {
    /// Covers the time from the first packet to the end of the greeting.
    static let connectTimeout = Duration.seconds(3)

    /// Whether this build can speak TLS with Redis.
    static var hasTLS: Bool { chiredis_has_tls() == 1 }

    let address: RedisAddress
    private let context: UnsafeMutablePointer<redisContext>

    /// - Parameter name: the name that `CLIENT LIST` shows, without spaces.
    init(_ address: RedisAddress, name: String) throws(RedisError) {
        self.address = address
        let deadline = ContinuousClock.now + Self.connectTimeout
        let descriptor = try RedisSocket.connect(address, until: deadline)
        guard let context = redisConnectFd(descriptor) else {
            close(descriptor)
            throw .disconnected("no memory is left for a connection to Redis at \(address)")
        }
        self.context = context
        if address.isTLS { try self.startTLS() }
        context.pointee.flags &= ~REDIS_BLOCK
        try self.greet(as: name, until: deadline)
    }

    deinit { redisFree(self.context) }

    /// Sends commands in one batch and waits for all replies, in order. If the server returns an error for a command, that is its
    /// reply.
    /// - Throws: anything but `.failed`.
    func perform(_ commands: [RedisCommand], within limit: Duration) throws(RedisError) -> [RedisReply] {
        try self.perform(commands, until: .now + limit)
    }

    func perform(_ commands: [RedisCommand], until deadline: ContinuousClock.Instant) throws(RedisError) -> [RedisReply] {
        for command in commands {
            let appended = command.bytes.withUnsafeBufferPointer { bytes in
                // SAFETY: hiredis copies as many bytes as it is told there are.
                bytes.withMemoryRebound(to: CChar.self) {
                    redisAppendFormattedCommand(self.context, $0.baseAddress, $0.count)
                }
            }
            guard appended == REDIS_OK else { throw self.failure }
        }
        var replies: [RedisReply] = []
        replies.reserveCapacity(commands.count)
        while replies.count < commands.count {
            if let reply = try self.read() { replies.append(reply) } else { try self.exchange(until: deadline) }
        }
        if let failure = replies.lazy.compactMap(\.failure).first(where: { $0.isAboutServer || $0.isAboutUs }) {
            throw self.error(about: failure)
        }
        return replies
    }

    /// Sends one command and throws if its reply is an error.
    @discardableResult
    func perform(_ command: RedisCommand, within limit: Duration) throws(RedisError) -> RedisReply {
        let reply = try self.perform([command], within: limit)[0]
        if let failure = reply.failure { throw .failed(failure) }
        return reply
    }

    func error(about failure: RedisFailure) -> RedisError {
        if failure.isAboutUs {
            return .unsuitable("Redis at \(self.address) refuses access: \(failure.message)")
        }
        return .disconnected("Redis at \(self.address) is temporarily unavailable: \(failure.message)")
    }

    /// Returns a reply that has already arrived.
    private func read() throws(RedisError) -> RedisReply? {
        var raw: UnsafeMutableRawPointer?
        guard redisGetReplyFromReader(self.context, &raw) == REDIS_OK else { throw self.failure }
        guard let raw else { return nil }
        defer { freeReplyObject(raw) }
        // SAFETY: hiredis' default reader makes nothing but replies.
        return RedisReply(UnsafePointer(raw.assumingMemoryBound(to: redisReply.self)))
    }

    /// Writes what it can, waits, and reads what is available.
    private func exchange(until deadline: ContinuousClock.Instant) throws(RedisError) {
        var done: Int32 = 0
        guard redisBufferWrite(self.context, &done) == REDIS_OK else { throw self.failure }
        let descriptor = self.context.pointee.fd
        let events = RedisSocket.wait(descriptor, for: done == 0 ? POLLIN | POLLOUT : POLLIN, until: deadline)
        guard events != 0 else { throw .timedOut("Redis at \(self.address) did not answer in time") }
        guard events & ~POLLOUT == 0 || redisBufferRead(self.context) == REDIS_OK else { throw self.failure }
    }

    private func startTLS() throws(RedisError) {
        guard Self.hasTLS else {
            throw .unsuitable(
                "rediss:// needs hiredis 1.0 or newer with <hiredis/hiredis_ssl.h>, which this build was made without; use redis:// over a trusted network"
            )
        }
        let descriptor = self.context.pointee.fd
        RedisSocket.setBlocking(descriptor, true, limit: Self.connectTimeout)
        var text = [CChar](repeating: 0, count: 256)
        guard chiredis_start_tls(self.context, self.address.host, self.address.caFile, &text, text.count) == 0 else {
            let reason = text.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            throw .disconnected("TLS with Redis at \(self.address) failed: \(reason)")
        }
        RedisSocket.setBlocking(descriptor, false)
    }

    private var failure: RedisError {
        let text = withUnsafeBytes(of: self.context.pointee.errstr) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return .disconnected("the connection to Redis at \(self.address) broke: \(text.lowercased())")
    }
}
