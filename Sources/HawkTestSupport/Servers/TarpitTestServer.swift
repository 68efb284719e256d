import NIOCore
import NIOPosix
import Synchronization

/// A real server that accepts every connection and never answers, until it is released.
package final class TarpitTestServer: Sendable {
    package let port: Int
    private let channel: any Channel
    private let held = Held()

    private final class Held: Sendable {
        let connections = Mutex<[any Channel]>([])
    }

    package init() async throws {
        let held = self.held
        self.channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { connection in
                held.connections.withLock { $0.append(connection) }
                return connection.eventLoop.makeSucceededVoidFuture()
            }
            .bind(host: "127.0.0.1", port: 0).get()
        self.port = self.channel.localAddress?.port ?? 0
    }

    deinit { self.release() }

    /// How many connections are being held.
    package var count: Int { self.held.connections.withLock { $0.count { $0.isActive } } }

    /// Closes all connections, and refuses new ones.
    package func release() {
        self.channel.close(promise: nil)
        for connection in self.held.connections.withLock({ $0 }) { connection.close(promise: nil) }
    }
}
