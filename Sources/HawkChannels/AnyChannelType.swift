package import HawkCore
import Logging

/// A channel type without its `Config`: settings are read and returned as JSON.
package struct AnyChannelType: Sendable {
    package let type: ChannelType
    package let label: String
    package let form: [FormField]
    /// Its documentation page, relative to the repository.
    package let docs: String
    /// The setting that lists recipients. Nil if there is none.
    package let recipientField: String?
    private let splitMail: @Sendable (JSONValue) throws -> [OperatorMail]
    private let normaliseConfig: @Sendable (JSONValue) throws -> JSONValue
    private let sendMessage: @Sendable (AlertMessage, JSONValue, ChannelEnvironment) async throws -> Void

    package init<Channel: AlertChannel>(_ channel: Channel, in installation: ChannelInstallation) {
        self.type = Channel.type
        self.label = Channel.label
        self.form = Channel.form(in: installation)
        self.recipientField = Channel.recipientField
        self.docs = "docs/channels/\(Channel.type).md"
        self.normaliseConfig = { json in
            let config = try StrictDecoder.decode(Channel.Config.self, from: json, missing: .invalid)
            let errors = config.validate(in: installation)
            guard errors.isEmpty else { throw OperationError.invalid(errors) }
            return try JSONValue(encoding: config)
        }
        self.splitMail = { json in
            try Channel.operatorMail(try StrictDecoder.decode(Channel.Config.self, from: json)).map { address, config in
                OperatorMail(recipient: address, address: address.lowercased(), config: try JSONValue(encoding: config))
            }
        }
        self.sendMessage = { message, json, environment in
            try await channel.send(message, with: try StrictDecoder.decode(Channel.Config.self, from: json), in: environment)
        }
    }

    /// The members of `config` that are write-only.
    package var secretNames: Set<String> { Set(self.form.filter(\.secret).map(\.name)) }

    /// Returns the settings, secrets included, validated and with defaults filled in.
    /// - Throws: `malformed` for unknown fields and wrong types, `invalid` for invalid or missing values. Fields are named
    ///   relative to `config`.
    package func normalise(config: JSONValue) throws(OperationError) -> JSONValue {
        do {
            return try self.normaliseConfig(config)
        } catch let error as OperationError {
            throw error
        } catch {
            throw .malformed([FieldError("", "cannot be read")])
        }
    }

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
    package func send(
        _ message: AlertMessage, config: JSONValue, in environment: ChannelEnvironment
    ) async throws(DeliveryError) {
        do {
            try await self.sendMessage(message, config, environment)
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
