import Foundation
import Glibc
import HawkCore
import HawkNet
import NIOCore
import Synchronization

/// Sends the echoes of all ICMP checks through one socket per family, and receives their replies on a dedicated thread.
///
/// The kernel stamps each reply as it arrives, so neither this thread nor a busy event loop adds to a round trip. The thread may
/// therefore wait to collect replies: one wake-up, and one hop to each loop, serve all replies of a moment.
final class Pinger: Sendable {
    private struct State {
        var sockets: [EchoSocket] = []
        var waker: PollWaker?
        var isStopped = false
    }

    /// In microseconds.
    private static let gathering: UInt32 = 500

    private let open: @Sendable (IPAddress.Family) throws(EchoFailure) -> EchoSocket
    private let loops: [EchoLoop]
    private let laneOfLoop: [ObjectIdentifier: Int]
    private let state = Mutex(State())
    private let lastDropAt = Atomic<UInt64>(0)

    /// - Parameters:
    ///   - group: the loops that send echoes.
    ///   - open: opens the sockets. Tests have their own network.
    init(
        group: any EventLoopGroup,
        open: @escaping @Sendable (IPAddress.Family) throws(EchoFailure) -> EchoSocket = { family throws(EchoFailure) in
            try EchoSocket(family: family)
        }
    ) {
        var loops: [EchoLoop] = []
        var laneOfLoop: [ObjectIdentifier: Int] = [:]
        for loop in group.makeIterator() {
            laneOfLoop[ObjectIdentifier(loop)] = loops.count
            loops.append(EchoLoop(loops.count, on: loop))
        }
        self.open = open
        self.loops = loops
        self.laneOfLoop = laneOfLoop
    }

    /// - Precondition: the loop belongs to the group.
    func loop(of loop: any EventLoop) -> EchoLoop {
        guard let index = self.laneOfLoop[ObjectIdentifier(loop)] else {
            preconditionFailure("an event loop of another group has no lane here")
        }
        return self.loops[index]
    }

    /// Returns whether this machine lost replies since an instant. A missing reply is then inconclusive.
    func hasDropped(since instant: NIODeadline) -> Bool {
        self.lastDropAt.load(ordering: .relaxed) >= instant.uptimeNanoseconds
    }

    /// Returns the socket of a family. The socket and the receiving thread start when first needed.
    func socket(for family: IPAddress.Family) throws(EchoFailure) -> EchoSocket {
        try self.state.withLock { state throws(EchoFailure) in
            if let socket = state.sockets.first(where: { $0.family == family }) { return socket }
            guard !state.isStopped else { throw .ours(RunnerFault("ICMP checks have been shut down")) }
            let socket = try self.open(family)
            if state.waker == nil {
                guard let waker = PollWaker() else { throw .ours(RunnerFault("no file descriptors are left for ICMP")) }
                state.waker = waker
                let thread = Thread { self.run(waker) }
                thread.name = "ping"
                thread.start()
            }
            state.sockets.append(socket)
            state.waker?.wake()
            return socket
        }
    }

    /// Ends the thread and closes the sockets.
    func shutdown() {
        let waker = self.state.withLock { state in
            state.isStopped = true
            return state.waker
        }
        waker?.wake()
    }

    private func run(_ waker: PollWaker) {
        var receivers: [EchoReceiver] = []
        while let sockets = self.openSockets() {
            receivers += sockets.dropFirst(receivers.count).map(EchoReceiver.init)
            var descriptors = [pollfd(fd: waker.descriptor, events: Int16(POLLIN), revents: 0)]
            descriptors += receivers.map { pollfd(fd: $0.socket.descriptor, events: Int16(POLLIN), revents: 0) }
            guard poll(&descriptors, nfds_t(descriptors.count), -1) >= 0 else { continue }
            if descriptors[0].revents != 0 { waker.reset() } else { usleep(Self.gathering) }
            self.receive(from: zip(descriptors.dropFirst(), receivers).filter { $0.0.revents != 0 })
        }
    }

    /// Returns nil if the thread must end.
    private func openSockets() -> [EchoSocket]? {
        self.state.withLock { state in
            if state.isStopped { state.sockets = [] }
            return state.isStopped ? nil : state.sockets
        }
    }

    private func receive(from ready: [(pollfd, EchoReceiver)]) {
        var arrivals = [[EchoArrival]](repeating: [], count: self.loops.count)
        var hasRoom = true
        for (descriptor, receiver) in ready {
            receiver.receive(errorsToo: descriptor.revents & Int16(POLLERR) != 0) { arrival in
                // Unknown loop: forged, or from another process.
                if arrival.token.loop < arrivals.count { arrivals[Int(arrival.token.loop)].append(arrival) }
            }
            if receiver.hasDropped() { hasRoom = false }
        }
        for (loop, arrivals) in zip(self.loops, arrivals) where !arrivals.isEmpty {
            if !loop.deliver(arrivals) { hasRoom = false }
        }
        if !hasRoom { self.lastDropAt.store(NIODeadline.now().uptimeNanoseconds, ordering: .relaxed) }
    }
}
