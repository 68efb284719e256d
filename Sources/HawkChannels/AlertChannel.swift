package import HawkCore

/// The settings of one channel as its owner wrote them, secrets included.
package protocol ChannelSettings: DescribedSettings {
    /// Returns the errors that depend on the installation.
    func validate(in installation: ChannelInstallation) -> [FieldError]
}

extension ChannelSettings {
    package func validate(in installation: ChannelInstallation) -> [FieldError] { [] }
}

/// A way to send alerts: its form, its settings and how it sends one alert.
///
/// A new one needs a file with this conformance, a line in `ChannelRegistry` and a page in `docs/channels`.
package protocol AlertChannel: ConfigurableType where TypeName == ChannelType, Settings: ChannelSettings {
    /// The form for this installation: help and required fields may depend on what the operator configured.
    static func form(in installation: ChannelInstallation) -> [FormField]

    /// Returns the mails that a message becomes if it goes through the operator's mail server: one for each recipient, with
    /// settings that send only that mail. Empty if the channel uses another way.
    static func operatorMail(_ config: Settings) -> [(address: String, config: Settings)]

    /// How to get what the form asks for: at most three sentences or so, with code between backticks. May be empty.
    static var steps: [String] { get }

    /// The setting that lists recipients, which a quota limits. Nil if there is none.
    static var recipientField: String? { get }

    /// Sends one alert and returns when the receiver has confirmed it.
    ///
    /// Returns the receiver's reference to the message, such as its id there, at most 512 bytes. Later alerts of the incident
    /// carry the first one as `thread`. Nil if the receiver has none.
    ///
    /// May be called again with the same `deliveryKey`, which is sent along so that the receiver can detect a repeat. Connects
    /// only through `environment`, has its own deadline, and ends early if the task is cancelled.
    func send(
        _ message: AlertMessage, with config: Settings, in environment: ChannelEnvironment
    ) async throws(DeliveryError) -> String?
}

extension AlertChannel {
    package static func operatorMail(_ config: Settings) -> [(address: String, config: Settings)] { [] }

    package static var steps: [String] { [] }
    package static var recipientField: String? { nil }
    package static func form(in installation: ChannelInstallation) -> [FormField] { Settings.settings.form }
}

/// The features of an installation that forms and validation depend on.
package struct ChannelInstallation: Sendable, Equatable {
    /// Whether the operator configured a mail server (`SMTP_URL`).
    package var hasMailServer: Bool

    package init(hasMailServer: Bool) { self.hasMailServer = hasMailServer }
}

/// Why an alert was not delivered.
package struct DeliveryError: Error, Sendable, Equatable {
    /// Whether and when the delivery may be retried.
    package enum Retry: Sendable, Equatable {
        /// A retry cannot succeed until the settings change: the channel is broken, and its owner is notified.
        case never
        case later
        /// The receiver requested this delay.
        case after(Duration)
    }

    /// One of several recipients that did not receive the alert.
    package struct Missed: Sendable, Equatable {
        /// As written in the channel's settings.
        package let recipient: String
        package let message: String
        package let retry: Retry

        package init(_ recipient: String, _ message: String, retry: Retry) {
            self.recipient = recipient
            self.message = message
            self.retry = retry
        }
    }

    /// A sentence for the channel's owner, without secrets.
    package let message: String
    package let retry: Retry
    /// The recipients that were rejected individually; all others received the alert. Empty if no recipient received it for a
    /// reason unrelated to recipients.
    package let missed: [Missed]

    package init(_ message: String, retry: Retry, missed: [Missed] = []) {
        self.message = message
        self.retry = retry
        self.missed = missed
    }
}
