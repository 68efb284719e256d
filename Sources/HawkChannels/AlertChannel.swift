package import HawkCore

/// The settings of one channel as its owner wrote them, secrets included.
///
/// Its coding keys are the names of the type's form; a default is whatever it encodes that was not in what it was decoded from.
package protocol ChannelConfig: Codable, Sendable, Equatable {
    /// What is not acceptable, by field; empty when all is well. Types and unknown fields were judged before.
    func validate() -> [FieldError]

    /// The same, for what depends on the installation.
    func validate(in installation: ChannelInstallation) -> [FieldError]
}

extension ChannelConfig {
    package func validate(in installation: ChannelInstallation) -> [FieldError] { self.validate() }
}

/// One way of telling people: how its form looks, what its settings are, and how one alert is sent.
///
/// A new one is a file with this conformance, a line in `ChannelRegistry` and a page in `docs/channels`.
package protocol AlertChannel: Sendable {
    associatedtype Config: ChannelConfig
    /// Stored in the database and in the API; never rename it.
    static var type: ChannelType { get }
    /// What people call it.
    static var label: String { get }
    /// The fields of "Add channel", in display order.
    static var form: [FormField] { get }

    /// The form as this installation shows it: where help or requirement depend on what the operator configured.
    static func form(in installation: ChannelInstallation) -> [FormField]

    /// The mails that a message would be where it went through the operator's mail server, one for each recipient, with the settings
    /// that send only that one; empty where it goes another way.
    static func operatorMail(_ config: Config) -> [(address: String, config: Config)]

    /// The list among the settings that names people, which a quota bounds; nil: there is none.
    static var recipientField: String? { get }

    /// Sends one alert and returns when the other side has confirmed it.
    ///
    /// May be called again with the same `deliveryKey`, which reaches the receiver, so that it can tell a repeat. Dials only
    /// through `environment`, has a deadline of its own, and ends early when the task is cancelled.
    func send(
        _ message: AlertMessage, with config: Config, in environment: ChannelEnvironment
    ) async throws(DeliveryError)
}

extension AlertChannel {
    package static func operatorMail(_ config: Config) -> [(address: String, config: Config)] { [] }

    package static var recipientField: String? { nil }
    package static func form(in installation: ChannelInstallation) -> [FormField] { self.form }
}

/// What an installation offers to its channels, as far as forms and validation depend on it.
package struct ChannelInstallation: Sendable, Equatable {
    /// Whether the operator configured a mail server (`SMTP_URL`).
    package var hasMailServer: Bool

    package init(hasMailServer: Bool) { self.hasMailServer = hasMailServer }
}

/// Why an alert was not delivered.
package struct DeliveryError: Error, Sendable, Equatable {
    /// What may be tried again.
    package enum Retry: Sendable, Equatable {
        /// It will not work until someone changes something: the channel is broken, and its owner is told.
        case never
        case later
        /// The receiver asked for this delay.
        case after(Duration)
    }

    /// One of several recipients that did not get it.
    package struct Missed: Sendable, Equatable {
        /// As the channel's settings name it.
        package let recipient: String
        package let message: String
        package let retry: Retry

        package init(_ recipient: String, _ message: String, retry: Retry) {
            self.recipient = recipient
            self.message = message
            self.retry = retry
        }
    }

    /// One sentence for the channel's owner, without secrets.
    package let message: String
    package let retry: Retry
    /// Who was turned down one by one: every other recipient got it. Empty where no recipient got it, for a reason that is none of theirs.
    package let missed: [Missed]

    package init(_ message: String, retry: Retry, missed: [Missed] = []) {
        self.message = message
        self.retry = retry
        self.missed = missed
    }
}
