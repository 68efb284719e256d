import CAres
import Glibc

/// A c-ares channel: one reading of the resolver's configuration, and the queries asked through it.
///
/// For use on the resolver's thread only.
final class AresChannel {
    private var handle: ares_channel?
    /// The sockets that c-ares waits for, with the events of `poll`.
    private(set) var sockets: [Int32: Int16] = [:]
    private(set) var outstanding = 0

    /// - Returns: nil when c-ares cannot be set up, for want of memory or because a configuration file cannot be read.
    init?(servers: NameResolver.Servers) {
        let onSockets: ares_sock_state_cb = { context, socket, readable, writable in
            guard let context else { return }
            Unmanaged<AresChannel>.fromOpaque(context).takeUnretainedValue().watch(socket, readable != 0, writable != 0)
        }
        // Short and repeated: a lost datagram must not use up a check's time.
        let search: Int32 = servers == .system ? 1 : 0
        guard hawk_ares_init(&self.handle, onSockets, Unmanaged.passUnretained(self).toOpaque(), 700, 4, search) != 0 else {
            return nil
        }
        if case .only(let list) = servers {
            guard hawk_ares_use_servers(self.handle, list.joined(separator: ",")) != 0 else { return nil }
        }
    }

    deinit { self.close() }

    /// Answers what is outstanding with a fault. Nothing may be asked afterwards.
    func close() {
        guard let handle = self.handle else { return }
        self.handle = nil
        ares_destroy(handle)
    }

    /// Asks for the addresses of one family; `completion` runs on this thread, perhaps at once.
    func ask(_ name: String, _ family: IPAddress.Family, _ completion: @escaping (NameAnswer) -> Void) {
        self.outstanding += 1
        let query = AresQuery(channel: self, completion: completion)
        var hints = ares_addrinfo_hints()
        hints.ai_family = family == .v4 ? AF_INET : AF_INET6
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = ARES_AI_NOSORT
        ares_getaddrinfo(
            self.handle, name, nil, &hints,
            { context, status, _, answer in
                defer { ares_freeaddrinfo(answer) }
                guard let context else { return }
                // Balances `passRetained` below: c-ares calls back exactly once.
                Unmanaged<AresQuery>.fromOpaque(context).takeRetainedValue().complete(status, answer)
            }, Unmanaged.passRetained(query).toOpaque())
    }

    /// Lets c-ares read and write a socket that `poll` found ready.
    func process(_ socket: Int32, _ events: Int16) {
        let readable = events & Int16(POLLIN | POLLERR | POLLHUP) != 0
        let writable = events & Int16(POLLOUT) != 0
        ares_process_fd(self.handle, readable ? socket : -1, writable ? socket : -1)
    }

    /// Lets c-ares repeat what was not answered in time.
    func processTimeouts() { ares_process_fd(self.handle, -1, -1) }

    /// How long `poll` may wait, in milliseconds; nil: for ever.
    var patience: Int32? {
        var value = timeval()
        guard let next = ares_timeout(self.handle, nil, &value) else { return nil }
        return Int32(clamping: next.pointee.tv_sec * 1_000 + next.pointee.tv_usec / 1_000 + 1)
    }

    fileprivate func completed() { self.outstanding -= 1 }

    private func watch(_ socket: Int32, _ readable: Bool, _ writable: Bool) {
        let events = (readable ? POLLIN : 0) | (writable ? POLLOUT : 0)
        self.sockets[socket] = events == 0 ? nil : Int16(events)
    }
}

/// One query on its way through C.
private final class AresQuery {
    private let channel: AresChannel
    private let completion: (NameAnswer) -> Void

    init(channel: AresChannel, completion: @escaping (NameAnswer) -> Void) {
        self.channel = channel
        self.completion = completion
    }

    func complete(_ status: Int32, _ answer: UnsafeMutablePointer<ares_addrinfo>?) {
        var addresses: [IPAddress] = []
        var ttl = Int.max
        var node = answer?.pointee.nodes
        while let current = node {
            if let pointer = current.pointee.ai_addr, let address = IPAddress(UnsafePointer(pointer)),
                !addresses.contains(address)
            {
                addresses.append(address)
                ttl = min(ttl, Int(current.pointee.ai_ttl))
            }
            node = current.pointee.ai_next
        }
        self.channel.completed()
        self.completion(NameAnswer(status: status, addresses: addresses, ttl: addresses.isEmpty ? 0 : ttl))
    }
}
