import HawkChannels
import HawkCore

/// Decrypts a channel's secrets and sends through the channel.
struct ChannelSender: Sendable {
    private let engine: Engine
    private let channels: ChannelRegistry
    private let environment: ChannelEnvironment
    private let consented: ConsentedMail

    /// - Parameter channel: Nil for the channel types that the installation offers.
    init(_ engine: Engine, channels: ChannelRegistry? = nil, environment: ChannelEnvironment) {
        self.engine = engine
        self.channels = channels ?? engine.channelTypes
        self.environment = environment
        self.consented = ConsentedMail(engine, environment: environment)
    }

    /// Returns the recipients in a channel's settings. Nil if its type has no recipients.
    func recipients(of type: ChannelType, config: JSONValue) -> [String]? { self.channels[type]?.recipients(config) }

    /// - Parameter recipients: The channel's recipients that receive the alert. Nil for all that the channel reaches.
    /// - Throws: If no recipient received it, for a reason that all recipients share.
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
        let mails = self.engine.requiresRecipientConsent ? channel.operatorMail(whole) : []
        if !mails.isEmpty { return try await self.consented.send(message, mails, through: channel) }
        do throws(DeliveryError) {
            return SendReceipt(reference: try await channel.send(message, config: whole, in: self.environment))
        } catch {
            guard let receipt = error.receipt(of: channel.recipients(whole)?.count ?? 0) else { throw error }
            return receipt
        }
    }
}
