import CAres
import Glibc

/// A c-ares channel: the resolver configuration read once, and its queries.
///
/// Use it on the resolver's thread only.
final class AresChannel {
    /// The kind of queries, which decides the options.
    enum Use: Hashable {
        /// Addresses, with the hosts file and the search list.
        case addresses
        /// Records over UDP. A truncated answer is passed on.
        case datagrams
        /// Records, over TCP.
        case stream
    }

    private var handle: ares_channel?
    /// Where C stores the errno of the last failed socket call and the received bytes.
    private let account = UnsafeMutablePointer<hawk_ares_account>.allocate(capacity: 1)
    /// The sockets that c-ares waits for, with the events of `poll`.
    private(set) var sockets: [Int32: Int16] = [:]
    private(set) var outstanding = 0

    /// - Returns: nil if c-ares cannot be set up: no memory, or an unreadable configuration file.
    init?(servers: NameResolver.Servers, for use: Use) {
        self.account.initialize(to: hawk_ares_account())
        let onSockets: ares_sock_state_cb = { context, socket, readable, writable in
            guard let context else { return }
            Unmanaged<AresChannel>.fromOpaque(context).takeUnretainedValue().watch(socket, readable != 0, writable != 0)
        }
        let context = Unmanaged.passUnretained(self).toOpaque()
        guard use.withOptions(of: servers, { hawk_ares_init(&self.handle, onSockets, context, &$0) != 0 }) else { return nil }
        hawk_ares_keep_account(self.handle, self.account)
        if case .only(let list) = servers {
            guard hawk_ares_use_servers(self.handle, list.joined(separator: ",")) != 0 else { return nil }
        }
    }

    deinit {
        self.close()
        self.account.deallocate()
    }

    /// Fails the outstanding queries. No query may follow.
    func close() {
        guard let handle = self.handle else { return }
        self.handle = nil
        ares_destroy(handle)
    }

    /// Fails the outstanding queries and closes their sockets.
    func cancel() { if let handle = self.handle { ares_cancel(handle) } }

    /// Queries the addresses of one family. `completion` runs on this thread, possibly at once.
    func query(_ name: String, _ family: IPAddress.Family, _ completion: @escaping (NameAnswer) -> Void) {
        var hints = ares_addrinfo_hints()
        hints.ai_family = family == .v4 ? AF_INET : AF_INET6
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = ARES_AI_NOSORT
        let query = AresQuery(channel: self) { completion(NameAnswer($0, failure: $1, $2, of: family)) }
        ares_getaddrinfo(
            self.handle, name, nil, &hints,
            { context, status, _, answer in
                defer { ares_freeaddrinfo(answer) }
                AresQuery<UnsafeMutablePointer<ares_addrinfo>>.complete(context, status, answer)
            }, query.retained())
    }

    /// Queries records. `completion` runs on this thread, possibly at once.
    /// - Parameter type: its number in messages.
    func query(_ name: String, type: UInt16, _ completion: @escaping (MessageAnswer) -> Void) {
        let query = AresQuery(channel: self) { completion(MessageAnswer($0, failure: $1, $2)) }
        hawk_ares_query(
            self.handle, name, Int32(type),
            { context, status, _, bytes, count in
                let message = bytes.map { UnsafeBufferPointer(start: UnsafePointer($0), count: Int(count)) }
                AresQuery<UnsafeBufferPointer<UInt8>>.complete(context, status, message)
            }, query.retained())
    }

    /// Lets c-ares read and write a socket that `poll` reported as ready.
    func process(_ socket: Int32, _ events: Int16) {
        let readable = events & Int16(POLLIN | POLLERR | POLLHUP) != 0
        let writable = events & Int16(POLLOUT) != 0
        ares_process_fd(self.handle, readable ? socket : -1, writable ? socket : -1)
    }

    /// Lets c-ares repeat queries that were not answered in time.
    func processTimeouts() { ares_process_fd(self.handle, -1, -1) }

    /// How long `poll` may wait, in milliseconds. Nil for no limit.
    var pollTimeout: Int32? {
        var value = timeval()
        guard let next = ares_timeout(self.handle, nil, &value) else { return nil }
        return Int32(clamping: next.pointee.tv_sec * 1_000 + next.pointee.tv_usec / 1_000 + 1)
    }

    fileprivate func began() {
        if self.outstanding == 0 { self.account.pointee = hawk_ares_account() }
        self.outstanding += 1
        self.account.pointee.allowed += TargetConnection.maxReceived
    }

    fileprivate func ended() -> Int32 {
        self.outstanding -= 1
        // The unused allowance of a query does not pass to others.
        let most = self.account.pointee.received + self.outstanding * TargetConnection.maxReceived
        self.account.pointee.allowed = min(self.account.pointee.allowed, most)
        return self.account.pointee.failure
    }

    private func watch(_ socket: Int32, _ readable: Bool, _ writable: Bool) {
        let events = (readable ? POLLIN : 0) | (writable ? POLLOUT : 0)
        self.sockets[socket] = events == 0 ? nil : Int16(events)
    }
}

extension AresChannel.Use {
    fileprivate func withOptions<R>(
        of servers: NameResolver.Servers, _ body: (inout hawk_ares_manner) -> R
    ) -> R {
        var manner = hawk_ares_manner()
        // Short and repeated: a lost datagram must not consume a check's time.
        manner.timeout_ms = 700
        manner.tries = 4
        switch self {
        case .addresses:
            manner.searches = servers.isConfiguration ? 1 : 0
        case .datagrams:
            // Ends after 44 s; callers give up earlier.
            manner.tries = 6
            manner.large = 1
            manner.keeps_truncated = 1
        case .stream:
            // A stream loses nothing. c-ares 1.18 queries once per connection, and no longer than this.
            manner.timeout_ms = 60_000
            manner.stream = 1
        }
        // A chosen server's failure is an answer. If this machine has several servers, the next one is queried.
        manner.keeps_failures = self != .addresses && !servers.isConfiguration ? 1 : 0
        guard case .configuration(let path, let port) = servers else { return body(&manner) }
        manner.port = port
        guard let path else { return body(&manner) }
        return path.withCString {
            manner.configuration = $0
            return body(&manner)
        }
    }
}

/// One query passed through C. `Answer` is C's result, valid only during the callback.
private final class AresQuery<Answer> {
    private let channel: AresChannel
    private let completion: (_ status: Int32, _ failure: Int32, Answer?) -> Void

    init(channel: AresChannel, completion: @escaping (_ status: Int32, _ failure: Int32, Answer?) -> Void) {
        self.channel = channel
        self.completion = completion
        channel.began()
    }

    func retained() -> UnsafeMutableRawPointer { Unmanaged.passRetained(self).toOpaque() }

    static func complete(_ context: UnsafeMutableRawPointer?, _ status: Int32, _ answer: Answer?) {
        guard let context else { return }
        // Balances `retained()`: c-ares calls back exactly once.
        let query = Unmanaged<AresQuery<Answer>>.fromOpaque(context).takeRetainedValue()
        query.completion(status, query.channel.ended(), answer)
    }
}
