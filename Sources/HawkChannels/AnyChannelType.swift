package import HawkCore
import Logging

/// A channel type that hides its settings type: settings are read and returned as JSON.
package struct AnyChannelType: RegisteredType {
    package let type: ChannelType
    package let label: String
    package let group: ChannelGroup
    /// How to get what the form asks for.
    package let steps: [String]
    package let form: [FormField]
    package var documentation: String { "docs/channels/\(self.type).md" }
    /// The setting that lists recipients. Nil if there is none.
    package let recipientField: String?
    private let splitMail: @Sendable (JSONValue) throws -> [OperatorMail]
    private let parseSettings: @Sendable (JSONValue) throws(OperationError) -> JSONValue
    private let sendMessage: @Sendable (AlertMessage, JSONValue, ChannelEnvironment) async throws -> String?

    package init<Channel: AlertChannel>(
        _ channel: Channel, group: ChannelGroup = .automation, in installation: ChannelInstallation
    ) {
        self.group = group
        self.type = Channel.type
        self.label = Channel.label
        self.steps = Channel.steps
        self.form = Channel.form(in: installation)
        self.recipientField = Channel.recipientField
        self.parseSettings = { json throws(OperationError) in
            try Channel.Settings(validating: json, and: { $0.validate(in: installation) }).stored
        }
        self.splitMail = { json in
            try Channel.operatorMail(StrictDecoder.decode(Channel.Settings.self, from: json)).map { address, config in
                OperatorMail(recipient: address, address: address.lowercased(), config: config.stored)
            }
        }
        self.sendMessage = { message, json, environment in
            try await channel.send(message, with: try StrictDecoder.decode(Channel.Settings.self, from: json), in: environment)
        }
    }

    /// The members of `config` that are write-only.
    package var secretNames: Set<String> { Set(self.form.filter(\.secret).map(\.name)) }

    /// A member without a value is absent.
    package func normalise(settings: JSONValue) throws(OperationError) -> JSONValue { try self.parseSettings(settings) }

    /// Returns the recipients that these settings, with or without secrets, reach through the operator's mail server. Empty if
    /// they do not use it.
    package func operatorMail(_ config: JSONValue) -> [OperatorMail] {
        // `try?`: settings that are no longer valid reach no recipient, and `send` reports why.
        (try? self.splitMail(config)) ?? []
    }

    /// Returns the recipients in the settings. Nil if the type has none.
    package func recipients(_ config: JSONValue) -> [String]? {
        guard let field = self.recipientField, case .array(let all) = config[field] else { return nil }
        return all.compactMap(\.string)
    }

    /// Returns the same settings for some of their recipients.
    package func addressing(_ recipients: [String], in config: JSONValue) -> JSONValue {
        guard let field = self.recipientField, case .object(var members) = config else { return config }
        members[field] = .array(recipients.map { .string($0) })
        return .object(members)
    }

    /// Sends one alert with settings that `normalise` once accepted, secrets included.
    /// - Returns: The receiver's reference to the message, as `AlertChannel.send` returns it.
    @discardableResult
    package func send(
        _ message: AlertMessage, config: JSONValue, in environment: ChannelEnvironment
    ) async throws(DeliveryError) -> String? {
        do {
            return try await self.sendMessage(message, config, environment)
        } catch let error as DeliveryError {
            throw error
        } catch let error as OperationError {
            throw DeliveryError("the channel's settings are no longer valid: \(error.message)", retry: .never)
        } catch {
            environment.logger.error(
                "Channel failed unexpectedly", metadata: ["channel.type": "\(self.type)", "error": "\(error)"])
            throw DeliveryError("the \(self.label) channel failed unexpectedly", retry: .later)
        }
    }
}

/// One recipient of the operator's mail server.
package struct OperatorMail: Sendable, Equatable {
    /// As written in the settings.
    package let recipient: String
    /// In lower case.
    package let address: String
    /// The settings that send only this mail.
    package let config: JSONValue
}

extension ChannelSettings {
    /// The settings as they are stored.
    fileprivate var stored: JSONValue { .object((self.json.object ?? [:]).filter { $0.value != .null }) }
}
