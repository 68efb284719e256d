package import HawkEngine
import HummingbirdCore
import Logging
import NIOCore
import Synchronization

/// Counts the connections of one listener and decides whether it accepts another one.
package final class ConnectionGate: Sendable {
    private struct State {
        /// Counted as the listener does: a refused connection counts until it is closed.
        var open = 0
        var channels: [ObjectIdentifier: any Channel] = [:]
        var perClient: [String: Int] = [:]  // BOUNDED: networks, as we write them
    }

    private let limits: ConnectionLimits
    private let proxies: TrustedProxies
    private let listener: String
    private let closed: Counter
    private let troubles: TroubleLog
    private let state = Mutex(State())

    /// - Parameters:
    ///   - listener: its name in metrics and logs.
    ///   - proxies: may have as many connections as the listener accepts, because they carry many clients.
    package init(
        _ limits: ConnectionLimits, of listener: String = "main", proxies: TrustedProxies = TrustedProxies(), metrics: Metrics,
        troubles: TroubleLog
    ) {
        self.limits = limits
        self.proxies = proxies
        self.listener = listener
        self.troubles = troubles
        self.closed = metrics.counter(
            "statushawk_http_connections_closed_total", "HTTP connections closed because of a limit.",
            labels: ["listener", "reason"])
        for reason in ConnectionPace.Fault.allCases { self.closed.increment([listener, reason.rawValue], by: 0) }
        self.closed.increment([listener, Self.tooMany], by: 0)
        metrics.gauge("statushawk_http_connections", "Open HTTP connections.", labels: ["listener"])
            .read([listener]) { [weak self] in Double(self?.state.withLock { $0.open } ?? 0) }
        metrics.gauge("statushawk_http_connections_max", "Maximum number of open HTTP connections.", labels: ["listener"])
            .set(Double(limits.max), [listener])
    }

    private static let tooMany = "too_many_from_client"

    /// Counts a new connection for its client until it is closed.
    /// - Returns: true if the client may have one more.
    func admit(_ channel: any Channel) -> Bool {
        let peer = Client(peer: channel.remoteAddress)
        let client = self.proxies.contain(peer) ? nil : peer.network
        let isAdmitted = self.state.withLock { state in
            if let client {
                let count = state.perClient[client, default: 0]
                guard count < self.limits.maxPerClient else { return false }
                state.perClient[client] = count + 1
            }
            state.channels[ObjectIdentifier(channel)] = channel
            return true
        }
        guard isAdmitted else {
            self.closed.increment([self.listener, Self.tooMany])
            self.troubles.record(
                .connectionsOfOneClient, of: self.listener,
                metadata: ["client.network": "\(peer.network)", "connections.max": "\(self.limits.maxPerClient)"])
            return false
        }
        let id = ObjectIdentifier(channel)
        channel.closeFuture.whenComplete { [weak self] _ in self?.leave(id, client) }
        return true
    }

    /// Closes every connection, even with requests in progress.
    func closeAll() {
        let channels = self.state.withLock { Array($0.channels.values) }
        for channel in channels { channel.close(promise: nil) }
    }

    func count(_ fault: ConnectionPace.Fault) { self.closed.increment([self.listener, fault.rawValue]) }

    /// Logs that the system failed to accept a connection, because no descriptor or memory is left.
    func recordAcceptFailure(_ error: any Error) { self.troubles.record(.accepting, error, of: self.listener) }

    private func leave(_ id: ObjectIdentifier, _ client: String?) {
        self.state.withLock { state in
            state.channels[id] = nil
            guard let client else { return }
            let rest = state.perClient[client, default: 1] - 1
            state.perClient[client] = rest > 0 ? rest : nil
        }
    }
}

/// Makes Hummingbird accept connections only while the gate has room.
struct GateDelegate: AvailableConnectionsDelegate {
    let gate: ConnectionGate

    mutating func connectionOpened() { self.gate.opened() }
    mutating func connectionClosed() { self.gate.ended() }
    func isAcceptingNewConnections() -> Bool { self.gate.hasRoom() }
}

extension ConnectionGate {
    fileprivate func opened() { self.state.withLock { $0.open += 1 } }

    fileprivate func ended() {
        let wasFull = self.state.withLock { state in
            state.open -= 1
            return state.open == self.limits.max - 1
        }
        if wasFull { self.troubles.end(.connections, of: self.listener) }
    }

    fileprivate func hasRoom() -> Bool {
        guard self.state.withLock({ $0.open >= self.limits.max }) else { return true }
        self.troubles.record(.connections, of: self.listener, metadata: ["connections.max": "\(self.limits.max)"])
        return false
    }
}

extension Trouble {
    fileprivate static let connections = Trouble(
        .warning, "The limit of HTTP connections is reached; new connections wait to be accepted",
        ends: "HTTP connections are accepted again")
    fileprivate static let connectionsOfOneClient = Trouble(
        .warning, "A client has too many HTTP connections; its new connections are closed", ends: nil)
    fileprivate static let accepting = Trouble(.error, "Failed to accept HTTP connections", ends: nil)
}
