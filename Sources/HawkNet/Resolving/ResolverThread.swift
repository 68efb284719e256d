import Foundation
import Glibc
import Synchronization

/// The thread that runs c-ares. It waits for the name servers' sockets and for new requests.
final class ResolverThread: Sendable {
    private struct Inbox {
        var requests: [ResolverRequest] = []
        /// How many queries are in progress.
        var outstanding = 0
        var stopped = false
    }

    private let servers: NameResolver.Servers
    private let maxOutstanding: Int
    private let inbox = Mutex(Inbox())
    private let waker: PollWaker?

    init(servers: NameResolver.Servers, maxOutstanding: Int) {
        self.servers = servers
        self.maxOutstanding = maxOutstanding
        self.waker = PollWaker()
        guard let waker = self.waker else {
            self.inbox.withLock { $0.stopped = true }
            return
        }
        let thread = Thread { self.run(waker) }
        thread.name = "resolver"
        thread.start()
    }

    func send(_ requests: [ResolverRequest]) {
        let refusal: String? = self.inbox.withLock { inbox in
            if inbox.stopped { return "cannot be asked: the resolver is not running" }
            guard inbox.outstanding + inbox.requests.count < self.maxOutstanding else {
                return "cannot be asked: \(self.maxOutstanding) queries are in progress"
            }
            inbox.requests += requests
            return nil
        }
        if let refusal { for request in requests { request.refuse(refusal) } } else { self.waker?.wake() }
    }

    /// Forgets a record query for which no caller waits any more.
    func forget(_ number: UInt64) {
        self.inbox.withLock { inbox in
            if !inbox.stopped { inbox.requests.append(.forget(number)) }
        }
        self.waker?.wake()
    }

    func stop() {
        self.inbox.withLock { $0.stopped = true }
        self.waker?.wake()
    }

    private func run(_ waker: PollWaker) {
        let coalescer = QueryCoalescer(home: self.servers)
        while true {
            let outstanding = coalescer.outstanding
            let (requests, stopped) = self.inbox.withLock { inbox in
                defer {
                    inbox.requests = []
                    inbox.outstanding = outstanding
                }
                return (inbox.requests, inbox.stopped)
            }
            if stopped {
                for request in requests { request.refuse("cannot be asked: the resolver is not running") }
                for channel in coalescer.channels.all { channel.close() }
                return
            }
            for request in requests { coalescer.receive(request) }
            Self.wait(for: coalescer.channels.all.filter { $0.outstanding > 0 }, waker)
            coalescer.retire()
        }
    }

    private static func wait(for channels: [AresChannel], _ waker: PollWaker) {
        var descriptors = [pollfd(fd: waker.descriptor, events: Int16(POLLIN), revents: 0)]
        var owners: [AresChannel] = []
        for channel in channels {
            for (socket, events) in channel.sockets {
                descriptors.append(pollfd(fd: socket, events: events, revents: 0))
                owners.append(channel)
            }
        }
        let pollTimeout = channels.compactMap(\.pollTimeout).min() ?? -1
        guard poll(&descriptors, nfds_t(descriptors.count), pollTimeout) >= 0 else { return }
        if descriptors[0].revents != 0 { waker.reset() }
        for (descriptor, owner) in zip(descriptors.dropFirst(), owners) where descriptor.revents != 0 {
            owner.process(descriptor.fd, descriptor.revents)
        }
        for channel in channels { channel.processTimeouts() }
    }
}
