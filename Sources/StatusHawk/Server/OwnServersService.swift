import HawkNet
import ServiceLifecycle

/// Keeps the policy's knowledge of this installation's own servers: names get other addresses, and machines other interfaces, while
/// a process runs.
struct OwnServersService: Service {
    static let interval = Duration.seconds(30)

    let servers: OwnServers
    let network: OwnNetwork

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.servers.tellLater(self.network)
                try? await Task.sleep(for: Self.interval)  // the loop's condition ends it when cancelled
            }
        }
    }
}
