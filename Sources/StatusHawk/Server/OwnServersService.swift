import HawkEngine
import HawkNet
import HawkStore
import ServiceLifecycle

/// Keeps the policy's addresses of this installation's own servers up to date, because names and interfaces change while a
/// process runs.
struct OwnServersService: Service {
    private static let interval = Duration.seconds(30)
    /// The translation prefixes change only with the network.
    private static let roundsPerTranslation = 120

    let servers: OwnServers
    let network: OwnNetwork
    let database: any Database

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await round in PeriodicLoop(every: Self.interval) {
                // `try?`: while the database is unavailable, the known listeners stay.
                let listeners = try? await self.database.read { db in try ListenerRepository().all(in: db) }
                await self.servers.updateLater(
                    self.network, listeners: listeners ?? [], withTranslation: round % Self.roundsPerTranslation == 0)
            }
        }
    }
}
