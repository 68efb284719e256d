import HawkBroker
import HawkChannels
import HawkCore
import Synchronization

/// Sends test messages, which somebody waits for, in places of their own: tests and alerts do not hold each other back. The places are
/// shared by organization.
struct TestLane: Sendable {
    static let places = 32

    private let sender: ChannelSender
    private let shares = SharedPlaces()

    init(_ sender: ChannelSender) { self.sender = sender }

    /// Sends the message of a request now and answers with the outcome.
    func answer(_ request: PendingRequest) async {
        guard case .send(let message, let type, let config, let sealed) = request.request else { return }
        let organization = message.organization.id
        guard self.shares.begin(organization) else {
            return await request.answer(
                .refused("too many test messages of this organization are being sent: try again in a few seconds"))
        }
        defer { self.shares.end(organization) }
        do throws(DeliveryError) {
            try await self.sender.send(message, type: type, config: config, sealed: sealed)
            await request.answer(.sent)
        } catch {
            await request.answer(.refused(error.message))
        }
    }

    private final class SharedPlaces: Sendable {
        private let shares = Mutex(FlightShares(limit: TestLane.places))

        func begin(_ organization: ID<Organization>) -> Bool {
            self.shares.withLock { shares in
                guard shares.admits(organization) else { return false }
                shares.begin(organization)
                return true
            }
        }

        func end(_ organization: ID<Organization>) { self.shares.withLock { $0.end(organization) } }
    }
}
