import HawkBroker
import HawkChannels
import HawkCore
import Synchronization

/// Sends test messages in their own places, so that tests and alerts do not delay each other. The places are shared by
/// organization.
struct TestQueue: Sendable {
    static let places = 32

    /// Shorter than the time that callers wait for an answer.
    static let timeout = Duration.seconds(25)

    private let sender: ChannelSender
    private let timeout: Duration
    private let shares = SharedPlaces()

    init(_ sender: ChannelSender, timeout: Duration = Self.timeout) {
        self.sender = sender
        self.timeout = timeout
    }

    /// Sends the message of a request immediately and answers with the outcome.
    func answer(_ request: PendingRequest) async {
        guard case .send(let message, let type, let config, let sealed) = request.request else { return }
        let organization = message.organization.id
        guard self.shares.begin(organization) else {
            return await request.answer(
                .refused("this organization is sending too many test messages: try again in a few seconds"))
        }
        defer { self.shares.end(organization) }
        await request.answer(
            await self.outcome { () async throws(DeliveryError) -> SendReceipt in
                try await self.sender.send(message, type: type, config: config, sealed: sealed)
            })
    }

    /// Answers within the timeout and then cancels the send. Alerts have no such limit.
    private func outcome(
        of send: @escaping @Sendable () async throws(DeliveryError) -> SendReceipt
    ) async -> BrokerReply {
        do throws(DeliveryError) {
            if let receipt = try await withDeadline(.now + self.timeout, on: .continuous, send) {
                return receipt.missed.isEmpty ? .sent : .refused(receipt.detail ?? "")
            }
            let limit = self.timeout.words
            return .refused(
                "the receiver did not confirm within \(limit), but may still receive the message; alerts wait longer")
        } catch {
            return .refused(error.message)
        }
    }

    private final class SharedPlaces: Sendable {
        private let shares = Mutex(ConcurrencyShares(limit: TestQueue.places))

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
