import Glibc
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle

/// A listener of ours, from binding to the last answer.
package struct HTTPService: Service {
    private let application: Application<FrontResponder>
    private let streams: OpenStreams
    private let place: String

    /// - Parameters:
    ///   - port: 0: any free one.
    ///   - onRunning: called with the port, once requests are accepted.
    package init(
        _ responder: FrontResponder, host: String, port: Int, streams: OpenStreams, logger: Logger,
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.streams = streams
        self.place = "\(host):\(port)"
        self.application = Application(
            responder: responder,
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [RequestHeadLimits.Placement()], idleTimeout: .seconds(60))),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), availableConnectionsDelegate: MaximumAvailableConnections(20_000)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? port) },
            logger: logger)
    }

    package func run() async throws {
        do {
            try await withGracefulShutdownHandler {
                try await self.application.run()
            } onGracefulShutdown: {
                self.streams.endAll()
            }
        } catch let error as IOError {
            throw ListenError(description: "cannot listen on \(self.place): \(error.sentence)")
        }
    }
}

/// Why we cannot listen, in one sentence.
package struct ListenError: Error, CustomStringConvertible {
    package let description: String
}

extension IOError {
    fileprivate var sentence: String {
        switch self.errnoCode {
        case EADDRINUSE: "another program listens there already"
        case EACCES: "this user may not listen there"
        case EADDRNOTAVAIL: "this machine has no such address"
        default: "\(self)"
        }
    }
}
