import Glibc
import Hummingbird
import HummingbirdCore
package import Logging
package import NIOCore
import ServiceLifecycle

/// One HTTP listener, from binding to the last response.
package struct HTTPService: Service {
    /// How long requests in progress may take after shutdown begins.
    private static let maxDrain = Duration.seconds(2)

    private let application: Application<FrontResponder>
    private let gate: ConnectionGate
    private let streams: OpenStreams
    private let place: String

    /// - Parameters:
    ///   - port: 0 selects any free port.
    ///   - eventLoops: nil selects those of the whole program.
    ///   - onRunning: called with the port when requests are accepted.
    package init(
        _ responder: FrontResponder, host: String, port: Int, streams: OpenStreams, gate: ConnectionGate,
        on eventLoops: (any EventLoopGroup)? = nil, logger: Logger, onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.init(
            responder, host: host, port: port, streams: streams, gate: gate, pace: ConnectionPace.Limits(), on: eventLoops,
            logger: logger, onRunning: onRunning)
    }

    init(
        _ responder: FrontResponder, host: String, port: Int, streams: OpenStreams, gate: ConnectionGate,
        pace: ConnectionPace.Limits, on eventLoops: (any EventLoopGroup)? = nil, logger: Logger,
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.streams = streams
        self.gate = gate
        self.place = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        self.application = Application(
            responder: responder,
            server: HTTPServerBuilder { responder in
                let http = HTTP1Channel(
                    responder: responder,
                    configuration: HTTP1Channel.Configuration(additionalChannelHandlers: [RequestHeadLimits.Placement()]))
                return GuardedHTTP1Channel(http: http, gate: gate, pace: pace)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), availableConnectionsDelegate: GateDelegate(gate: gate)),
            onServerRunning: { channel in
                await Self.pauseWhenFailing(channel, gate)
                await onRunning(channel.localAddress?.port ?? port)
            },
            eventLoopGroupProvider: eventLoops.map { .shared($0) } ?? .singleton, logger: logger)
    }

    private static func pauseWhenFailing(_ listener: any Channel, _ gate: ConnectionGate) async {
        // `try?`: a listener that has closed accepts nothing.
        try? await listener.eventLoop.submit {
            try listener.pipeline.syncOperations.addHandler(AcceptPauseHandler(gate), position: .first)
        }.get()
    }

    package func run() async throws {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await self.application.run() }
                group.addTask { try await self.endAll() }
                try await group.next()
                group.cancelAll()
            }
        } catch let error as IOError {
            throw ListenError(description: "cannot listen on \(self.place): \(error.sentence)")
        } catch is SocketAddressError.UnknownHost {
            throw ListenError(description: "cannot listen on \(self.place): the host name has no address")
        } catch is SocketAddressError {
            throw ListenError(description: "cannot listen on \(self.place): the address does not belong to this machine")
        }
    }

    /// Waits for shutdown, then closes streams and the connections that do not end in time.
    private func endAll() async throws {
        try await gracefulShutdown()
        self.streams.endAll()
        try await Task.sleep(for: Self.maxDrain)
        self.gate.closeAll()
    }
}

/// Describes in one sentence why the server cannot listen.
package struct ListenError: Error, CustomStringConvertible {
    package let description: String
}

extension IOError {
    fileprivate var sentence: String {
        switch self.errnoCode {
        case EADDRINUSE: "the address is already in use by another program"
        case EACCES: "this user does not have permission to listen there"
        case EADDRNOTAVAIL: "this machine has no such address"
        case EAFNOSUPPORT: "this machine does not support this address family"
        default: String(cString: strerror(self.errnoCode)).lowercased()
        }
    }
}
