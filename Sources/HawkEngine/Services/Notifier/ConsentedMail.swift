import HawkChannels
import HawkCore
import HawkStore
import Synchronization

/// Sends through the operator's mail server to those who agreed, where they have to: one mail each, with a link to unsubscribe.
struct ConsentedMail: Sendable {
    /// No further mail of a delivery is begun after this; one takes 30 s at most, and a claim lasts for 60.
    private static let lastStart = Duration.seconds(25)

    private let engine: Engine
    private let environment: ChannelEnvironment
    private let limits: MailLimits
    private let progress = MailProgress()

    init(_ engine: Engine, environment: ChannelEnvironment) {
        self.engine = engine
        self.environment = environment
        self.limits = MailLimits(clock: engine.clock)
    }

    /// - Returns: who did not get it, in a sentence; nil where everyone did.
    func send(
        _ message: AlertMessage, _ mails: [OperatorMail], through channel: AnyChannelType
    ) async throws(DeliveryError) -> String? {
        let standings = try await self.standings(of: mails.map(\.address), in: message.organization.id)
        let absent = standings.compactMap(\.absence)
        let admitted = standings.filter(\.standing.mayReceive)
        guard !admitted.isEmpty else { throw DeliveryError(absent.joined(separator: "; "), retry: .never) }
        let sent = self.progress.sent(message.deliveryKey)
        let left = admitted.filter { !sent.contains($0.address) }
        do throws(OperationError) {
            try self.limits.take(left.map(\.address), of: message.organization.id)
        } catch {
            guard case .rateLimited(let wait) = error.code else { throw DeliveryError(error.message, retry: .later) }
            throw DeliveryError(error.message, retry: .after(wait))
        }
        var refusal: DeliveryError?
        let begin = ContinuousClock.now
        for recipient in left {
            guard let mail = mails.first(where: { $0.address == recipient.address }) else { continue }
            guard begin.duration(to: .now) < Self.lastStart else {
                throw DeliveryError("the mail server is slow: the other recipients get it later", retry: .later)
            }
            do throws(DeliveryError) {
                try await channel.send(message, config: mail.config, in: self.environment.unsubscribing(at: self.link(recipient)))
                self.progress.add(recipient.address, to: message.deliveryKey)
            } catch {
                guard case .never = error.retry else { throw error }
                refusal = error
            }
        }
        let all = self.progress.finish(message.deliveryKey)
        if let refusal {
            throw DeliveryError("\(refusal.message) (\(all.count) of \(standings.count) recipients got it)", retry: .never)
        }
        return absent.isEmpty ? nil : "\(absent.joined(separator: "; ")); the others got it"
    }

    private func standings(
        of addresses: [String], in organization: ID<Organization>
    ) async throws(DeliveryError) -> [RecipientStanding] {
        do {
            return try await self.engine.database.write { db in
                try MailRecipients().standings(of: addresses, in: organization, asking: .strangers, in: db)
            }
        } catch {
            throw DeliveryError("it is not known at the moment whether the recipients agreed", retry: .later)
        }
    }

    private func link(_ recipient: RecipientStanding) -> String {
        guard let id = recipient.id else { return self.engine.installation.publicURL }
        return self.engine.unsubscribeLink(id)
    }
}

extension Engine {
    func unsubscribeLink(_ recipient: ID<MailRecipient>) -> String {
        "\(self.installation.publicURL)/mail/unsubscribe/\(UnsubscribeToken(self.secrets).token(for: recipient))"
    }
}

extension RecipientStanding {
    /// Why no mail may go there; nil where it may.
    fileprivate var absence: String? {
        switch self.standing {
        case .member, .confirmed: nil
        case .pending: "\(self.address) has not confirmed yet"
        case .unsubscribed: "\(self.address) unsubscribed"
        }
    }
}

/// Who got a delivery already that has to be tried again for the others. It may forget: then somebody gets a mail twice, with the same
/// Message-ID.
private final class MailProgress: Sendable {
    private static let capacity = 1_000

    private let addresses = Mutex<[String: Set<String>]>([:])

    func sent(_ key: String) -> Set<String> { self.addresses.withLock { $0[key] ?? [] } }

    func add(_ address: String, to key: String) {
        self.addresses.withLock { addresses in
            if addresses[key] == nil, addresses.count >= Self.capacity { addresses.removeAll() }
            addresses[key, default: []].insert(address)
        }
    }

    /// - Returns: everyone who got it.
    func finish(_ key: String) -> Set<String> { self.addresses.withLock { $0.removeValue(forKey: key) ?? [] } }
}
