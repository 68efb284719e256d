import HawkChannels
import HawkCore

/// Opens a channel's secrets and sends through it.
struct ChannelSender: Sendable {
    private let engine: Engine
    private let channels: ChannelRegistry
    private let environment: ChannelEnvironment
    private let consented: ConsentedMail

    /// - Parameter channel: nil: those that the installation offers.
    init(_ engine: Engine, channels: ChannelRegistry? = nil, environment: ChannelEnvironment) {
        self.engine = engine
        self.channels = channels ?? engine.channelTypes
        self.environment = environment
        self.consented = ConsentedMail(engine, environment: environment)
    }

    /// Whom a channel's settings name; nil where its type names nobody.
    func recipients(of type: ChannelType, config: JSONValue) -> [String]? { self.channels[type]?.recipients(config) }

    /// - Parameter recipients: those of the channel's own that are to get it; nil: whoever the channel reaches.
    /// - Throws: where nobody got it, for a reason that all recipients share.
    @discardableResult
    func send(
        _ message: AlertMessage, type: ChannelType, config: JSONValue, sealed: [UInt8]?, to recipients: [String]? = nil
    ) async throws(DeliveryError) -> SendReceipt {
        guard let channel = self.channels[type] else {
            throw DeliveryError("this version does not support the channel type \(type)", retry: .never)
        }
        var secrets: JSONValue?
        if let sealed {
            do {
                secrets = try self.engine.secrets.open(sealed, for: .channelConfig, of: message.organization.id)
            } catch {
                throw DeliveryError(
                    "its secrets cannot be decrypted; SECRET_KEY must be the key they were stored with", retry: .never)
            }
        }
        let open = recipients.map { channel.addressing($0, in: config) } ?? config
        let whole = SecretFields.join(open, secrets)
        let mails = self.engine.asksRecipients ? channel.operatorMail(whole) : []
        if !mails.isEmpty { return try await self.consented.send(message, mails, through: channel) }
        do throws(DeliveryError) {
            try await channel.send(message, config: whole, in: self.environment)
            return SendReceipt()
        } catch {
            guard let receipt = error.receipt(of: channel.recipients(whole)?.count ?? 0) else { throw error }
            return receipt
        }
    }
}
