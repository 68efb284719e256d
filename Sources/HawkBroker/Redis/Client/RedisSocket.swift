import CHiredis
import Glibc
import HawkCore

/// Connected TCP sockets. hiredis itself neither tries the second address of a name nor applies one time limit to all addresses.
enum RedisSocket {
    /// Returns a connected non-blocking socket. The caller closes it.
    static func connect(_ address: RedisAddress, until deadline: ContinuousClock.Instant) throws(RedisError) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(address.host, "\(address.port)", &hints, &found)
        guard status == 0 else {
            throw .disconnected("the host of Redis at \(address) cannot be resolved: \(String(cString: gai_strerror(status)))")
        }
        defer { freeaddrinfo(found) }
        var reason = ETIMEDOUT
        var next = found
        while let candidate = next?.pointee {
            let socket = Self.connect(candidate, until: deadline, &reason)
            if socket >= 0 { return socket }
            next = candidate.ai_next
        }
        let text = String(cString: strerror(reason)).lowercased()
        if reason == ETIMEDOUT { throw .timedOut("Redis at \(address) does not accept connections: \(text)") }
        throw .disconnected("Redis at \(address) cannot be reached: \(text)")
    }

    /// - Returns: -1 on failure, with `reason` set.
    private static func connect(
        _ candidate: addrinfo, until deadline: ContinuousClock.Instant, _ reason: inout Int32
    ) -> Int32 {
        let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(candidate.ai_family, candidate.ai_socktype | flags, candidate.ai_protocol)
        guard descriptor >= 0 else {
            reason = errno
            return -1
        }
        var failure: Int32 = 0
        if Glibc.connect(descriptor, candidate.ai_addr, candidate.ai_addrlen) != 0 {
            failure = errno == EINPROGRESS ? Self.outcome(of: descriptor, until: deadline) : errno
        }
        guard failure == 0 else {
            close(descriptor)
            reason = failure
            return -1
        }
        var on: Int32 = 1
        // Fails only if this is not a TCP socket.
        _ = setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        return descriptor
    }

    private static func outcome(of descriptor: Int32, until deadline: ContinuousClock.Instant) -> Int32 {
        guard Self.wait(descriptor, for: POLLOUT, until: deadline) != 0 else { return ETIMEDOUT }
        var failure: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &length) == 0 ? failure : errno
    }

    /// - Returns: the events that occurred, or 0 at the deadline.
    static func wait(_ descriptor: Int32, for events: Int32, until deadline: ContinuousClock.Instant) -> Int32 {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        while true {
            let left = ContinuousClock.now.duration(to: deadline).milliseconds
            let count = poll(&entry, 1, Int32(clamping: max(left + 1, 0)))
            if count > 0 { return Int32(entry.revents) }
            if count == 0 || errno != EINTR { return 0 }
        }
    }

    /// Makes the socket blocking or non-blocking. Each blocking read and write lasts at most `limit`. A TLS handshake needs this.
    static func setBlocking(_ descriptor: Int32, _ blocks: Bool, limit: Duration = .zero) {
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, blocks ? flags & ~O_NONBLOCK : flags | O_NONBLOCK)
        var time = timeval(tv_sec: Int(limit.components.seconds), tv_usec: Int(limit.microseconds % 1_000_000))
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            _ = setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
    }
}
