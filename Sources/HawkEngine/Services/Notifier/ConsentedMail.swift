import HawkChannels
import HawkCore
import HawkStore

/// Sends through the operator's mail server to recipients that consented: one mail each, with an unsubscribe link.
struct ConsentedMail: Sendable {
    /// After this time, a delivery starts no further mail. The other recipients get their own, concurrent deliveries.
    private static let lastStart = Duration.seconds(25)

    private let engine: Engine
    private let environment: ChannelEnvironment
    private let limits: MailLimits

    init(_ engine: Engine, environment: ChannelEnvironment) {
        self.engine = engine
        self.environment = environment
        self.limits = MailLimits(clock: engine.clock)
    }

    /// - Throws: If no recipient received it, for a reason that all recipients share.
    func send(
        _ message: AlertMessage, _ mails: [OperatorMail], through channel: AnyChannelType
    ) async throws(DeliveryError) -> SendReceipt {
        let standings = try await self.standings(of: mails.map(\.address), in: message.organization.id)
        let absent = standings.compactMap(\.absence)
        let admitted = standings.filter(\.standing.mayReceive)
        guard !admitted.isEmpty else { throw DeliveryError(absent.joined(separator: "; "), retry: .never) }
        do throws(OperationError) {
            try self.limits.consume(admitted.map(\.address), of: message.organization.id)
        } catch {
            guard case .rateLimited(let wait) = error.code else { throw DeliveryError(error.message, retry: .later) }
            throw DeliveryError(error.message, retry: .after(wait))
        }
        let missed = await self.send(message, admitted, mails, through: channel)
        guard let first = missed.first else {
            return SendReceipt(detail: absent.isEmpty ? nil : "\(absent.joined(separator: "; ")); the others received it")
        }
        let got = admitted.count - missed.count
        let words = ([first.message] + absent).joined(separator: "; ")
        let error = DeliveryError(
            got == 0 && absent.isEmpty ? first.message : "\(words) (\(got) of \(standings.count) recipients received it)",
            retry: missed.contains { $0.retry != .never } ? .later : .never, missed: missed)
        guard let receipt = error.receipt(of: admitted.count) else { throw error }
        return receipt
    }

    /// - Returns: The recipients that did not receive it.
    private func send(
        _ message: AlertMessage, _ admitted: [RecipientStanding], _ mails: [OperatorMail], through channel: AnyChannelType
    ) async -> [DeliveryError.Missed] {
        var missed: [DeliveryError.Missed] = []
        // A failure of the server itself, which lets the other recipients skip the same wait.
        var trouble: DeliveryError?
        let begin = ContinuousClock.now
        for recipient in admitted {
            guard let mail = mails.first(where: { $0.address == recipient.address }) else { continue }
            if trouble == nil, begin.duration(to: .now) >= Self.lastStart {
                trouble = DeliveryError("the mail server is slow: the other recipients receive it later", retry: .later)
            }
            if let trouble {
                missed.append(DeliveryError.Missed(mail.recipient, trouble.message, retry: trouble.retry))
                continue
            }
            do throws(DeliveryError) {
                try await channel.send(message, config: mail.config, in: self.environment.unsubscribing(at: self.link(recipient)))
            } catch {
                missed.append(DeliveryError.Missed(mail.recipient, error.message, retry: error.retry))
                if error.missed.isEmpty, error.retry != .never { trouble = error }
            }
        }
        return missed
    }

    private func standings(
        of addresses: [String], in organization: ID<Organization>
    ) async throws(DeliveryError) -> [RecipientStanding] {
        do {
            return try await self.engine.database.write { db in
                try MailRecipients().standings(of: addresses, in: organization, requesting: .new, in: db)
            }
        } catch {
            throw DeliveryError("the consent of the recipients cannot be read at the moment", retry: .later)
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
    /// The reason why no mail may be sent to the recipient. Nil if it may.
    fileprivate var absence: String? {
        switch self.standing {
        case .member, .confirmed: nil
        case .pending: "\(self.address) has not confirmed yet"
        case .unsubscribed: "\(self.address) unsubscribed"
        }
    }
}
