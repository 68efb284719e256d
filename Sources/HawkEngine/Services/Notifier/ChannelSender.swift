import HawkChannels
import HawkCore

/// Opens a channel's secrets and sends through it.
struct ChannelSender: Sendable {
    private let engine: Engine
    private let channels: ChannelRegistry
    private let environment: ChannelEnvironment

    /// - Parameter channels: nil: those that the installation offers.
    init(_ engine: Engine, channels: ChannelRegistry? = nil, environment: ChannelEnvironment) {
        self.engine = engine
        self.channels = channels ?? engine.channelTypes
        self.environment = environment
    }

    func send(_ message: AlertMessage, type: ChannelType, config: JSONValue, sealed: [UInt8]?) async throws(DeliveryError) {
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
        try await channel.send(message, config: SecretFields.join(config, secrets), in: self.environment)
    }
}
