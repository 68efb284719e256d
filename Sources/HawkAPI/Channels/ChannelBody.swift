import HawkCore
import HawkEngine
import Hummingbird

/// The writable part of a channel: the body of POST, and the members that PATCH changes.
struct ChannelDraftBody: Codable {
    let type: ChannelType
    let name: String?
    let config: JSONValue
    let enabled: Bool?
    let isDefault: Bool?

    /// The current state of the channel, secrets masked, to which a PATCH is applied.
    init(_ channel: Channel) {
        self.type = channel.type
        self.name = channel.name
        self.config = channel.config
        self.isDefault = channel.isDefault
        self.enabled = channel.enabled
    }

    var model: ChannelDraft {
        ChannelDraft(
            type: self.type, name: self.name, config: self.config, isDefault: self.isDefault ?? true,
            enabled: self.enabled ?? true)
    }
}

/// A channel as the API returns it.
struct ChannelBody: ResponseEncodable {
    private let id: ID<Channel>
    private let name: String
    private let type: ChannelType
    private let config: JSONValue
    private let isDefault: Bool
    private let enabled: Bool
    private let lastError: String?
    private let waitsUntil: Instant?
    /// Nil if no consent is needed.
    private let recipients: [RecipientBody]?
    private let createdAt: Instant
    private let updatedAt: Instant

    init(_ channel: Channel, recipients: [RecipientStanding]?) {
        self.id = channel.id
        self.name = channel.name
        self.type = channel.type
        self.config = channel.config
        self.isDefault = channel.isDefault
        self.enabled = channel.enabled
        self.lastError = channel.lastError
        self.waitsUntil = channel.waitsUntil
        self.recipients = recipients?.map(RecipientBody.init)
        self.createdAt = channel.createdAt
        self.updatedAt = channel.updatedAt
    }
}

/// A recipient whose consent is required for mail from the operator's server.
struct RecipientBody: Encodable {
    private let address: String
    private let state: MailConsent.Standing

    init(_ recipient: RecipientStanding) {
        self.address = recipient.address
        self.state = recipient.standing
    }
}

/// The outcome of a test message.
struct ChannelTestBody: ResponseEncodable {
    private let sent: Bool
    private let error: String?

    init(_ outcome: ChannelOperations.TestOutcome) {
        switch outcome {
        case .sent:
            self.sent = true
            self.error = nil
        case .failed(let why):
            self.sent = false
            self.error = why
        }
    }
}
