import HawkChannels
import HawkCore

/// Opens a channel's secrets and sends through it.
struct ChannelSender: Sendable {
    private let engine: Engine
    private let channels: ChannelRegistry
    private let environment: ChannelEnvironment
    private let consented: ConsentedMail

    /// - Parameter channels: nil: those that the installation offers.
    init(_ engine: Engine, channels: ChannelRegistry? = nil, environment: ChannelEnvironment) {
        self.engine = engine
        self.channels = channels ?? engine.channelTypes
        self.environment = environment
        self.consented = ConsentedMail(engine, environment: environment)
    }

    /// - Returns: who of several did not get it, in a sentence; nil where everyone did.
    @discardableResult
    func send(
        _ message: AlertMessage, type: ChannelType, config: JSONValue, sealed: [UInt8]?
    ) async throws(DeliveryError) -> String? {
        guard let channel = self.channels[type] else {
            throw DeliveryError("this version knows no channel type \(type)", retry: .never)
        }
        var secrets: JSONValue?
        if let sealed {
            do {
                secrets = try self.engine.secrets.open(sealed, for: .channelConfig, of: message.organization.id)
            } catch {
                throw DeliveryError("its secrets do not open; SECRET_KEY must be the one they were stored with", retry: .never)
            }
        }
        let whole = SecretFields.join(config, secrets)
        let mails = self.engine.asksRecipients ? channel.operatorMail(whole) : []
        if !mails.isEmpty { return try await self.consented.send(message, mails, through: channel) }
        try await channel.send(message, config: whole, in: self.environment)
        return nil
    }
}
