import Foundation
import Glibc
import HawkCore
import HawkNet
import NIOCore
import Synchronization

/// Sends the echoes of all ICMP checks through one socket per family, and receives their replies on a thread of its own, whose only
/// work this is: a busy event loop would add its own delay to every round trip.
final class Pinger: Sendable {
    enum Outcome: Sendable, Equatable {
        case reply(roundTrip: Duration)
        case unreachable
    }

    private struct Pending {
        let address: IPAddress
        let sentAt: NIODeadline
        /// Runs on the receiving thread: hop away at once.
        let completion: @Sendable (Outcome) -> Void
    }

    private struct State {
        var sockets: [IPAddress.Family: EchoSocket] = [:]
        var pending: [EchoToken: Pending] = [:]
        var bell: Bell?
        var stopped = false
    }

    private let rawOnly: Bool
    private let state = Mutex(State())

    /// - Parameter rawOnly: for tests of raw sockets on machines that permit ping sockets.
    init(rawOnly: Bool = false) { self.rawOnly = rawOnly }

    /// Sends one echo request. `completion` is called at most once, and not any more after `forget`.
    /// - Throws: `EchoFailure`. Rights are tried anew each time, so that granting them needs no restart.
    func send(
        to address: IPAddress, payload: Int, _ completion: @escaping @Sendable (Outcome) -> Void
    ) throws(EchoFailure) -> EchoToken {
        let socket = try self.socket(for: address.family)
        let token = EchoToken()
        self.state.withLock { $0.pending[token] = Pending(address: address, sentAt: .now(), completion: completion) }
        do {
            try socket.send(token, to: address, payload: payload)
        } catch {
            self.forget([token])
            throw error
        }
        return token
    }

    func forget(_ tokens: some Sequence<EchoToken>) {
        self.state.withLock { state in
            for token in tokens { state.pending[token] = nil }
        }
    }

    /// Ends the thread and closes the sockets.
    func shutdown() {
        let bell = self.state.withLock { state in
            state.stopped = true
            return state.bell
        }
        bell?.ring()
    }

    private func socket(for family: IPAddress.Family) throws(EchoFailure) -> EchoSocket {
        try self.state.withLock { state throws(EchoFailure) in
            if let socket = state.sockets[family] { return socket }
            guard !state.stopped else { throw .ours(RunnerFault("ICMP checks have been shut down")) }
            let socket = try EchoSocket(family: family, rawOnly: self.rawOnly)
            if state.bell == nil {
                guard let bell = Bell() else { throw .ours(RunnerFault("no file descriptors are left for ICMP")) }
                state.bell = bell
                let thread = Thread { self.run(bell) }
                thread.name = "ping"
                thread.start()
            }
            state.sockets[family] = socket
            state.bell?.ring()
            return socket
        }
    }

    private func run(_ bell: Bell) {
        while true {
            let sockets = self.state.withLock { state in
                if state.stopped {
                    state.sockets = [:]
                    state.pending = [:]
                }
                return state.stopped ? nil : Array(state.sockets.values)
            }
            guard let sockets else { return }
            var descriptors = [pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0)]
            descriptors += sockets.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
            guard poll(&descriptors, nfds_t(descriptors.count), -1) >= 0 else { continue }
            if descriptors[0].revents != 0 { bell.hush() }
            for (descriptor, socket) in zip(descriptors.dropFirst(), sockets) where descriptor.revents != 0 { self.drain(socket) }
        }
    }

    private func drain(_ socket: EchoSocket) {
        // Bounded, so that a flood on one socket does not starve the other.
        for _ in 0..<256 {
            guard let arrival = socket.receive() else { return }
            switch arrival {
            case .reply(let token, let source, let age): self.take(token, from: source, age: age)
            case .unreachable(let token): self.take(token)
            case .foreign: continue
            }
        }
    }

    private func take(_ token: EchoToken, from source: IPAddress, age: Duration) {
        let now = NIODeadline.now()
        let pending = self.state.withLock { state -> Pending? in
            guard state.pending[token]?.address == source else { return nil }
            return state.pending.removeValue(forKey: token)
        }
        guard let pending else { return }
        // Monotonic time, less what the packet has waited for this thread: a wall-clock step distorts the latter only, within bounds.
        let total = Duration.nanoseconds((now - pending.sentAt).nanoseconds)
        pending.completion(.reply(roundTrip: total - min(max(age, .zero), total)))
    }

    private func take(_ token: EchoToken) {
        self.state.withLock { $0.pending.removeValue(forKey: token) }?.completion(.unreachable)
    }
}
