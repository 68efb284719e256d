import Glibc
import HawkCore
import HawkNet
import HawkTestSupport
import NIOPosix

@testable import HawkProbes

/// ICMP checks in a network namespace in which only the script answers.
struct EchoFixture {
    private let peer: ICMPTestPeer
    private let bench: ProbeFixture

    /// - Parameters:
    ///   - room: the size of the receive buffer in bytes. Nil: what the kernel grants.
    ///   - group: a separate one if an event loop is to stall.
    ///   - script: returns the replies to each request.
    init(
        _ kind: EchoSocket.Kind, _ zone: [String: DNSTestServer.Answer] = [:], room: Int32? = nil,
        group: MultiThreadedEventLoopGroup = .singleton,
        _ script: @escaping @Sendable (ICMPTestPeer.Request) -> [ICMPTestPeer.Answer]
    ) async throws {
        let (peer, socket) = try await NetworkNamespace.open {
            let socket = try EchoSocket(family: .v4, kind)
            if let room { socket.limitReceiveBuffer(to: room) }
            return (try ICMPTestPeer(script), socket)
        }
        self.peer = peer
        let pinger = Pinger(group: group) { family throws(EchoFailure) in
            guard family == .v4 else { throw .noRoute }
            return socket
        }
        self.bench = try await ProbeFixture(zone, pinger: pinger, group: group)
    }

    /// - Parameter ends: whether the peer stops answering afterwards.
    func observe(
        _ target: String, _ settings: JSONValue = [:], timeout: Duration = .seconds(30), ends: Bool = true
    ) async throws -> Observation {
        defer { if ends { self.peer.stop() } }
        return try await self.bench.observe(.icmp, target, settings, timeout: timeout)
    }
}

extension EchoSocket {
    fileprivate func limitReceiveBuffer(to room: Int32) {
        var room = room
        setsockopt(self.descriptor, SOL_SOCKET, SO_RCVBUF, &room, socklen_t(MemoryLayout<Int32>.size))
    }
}
