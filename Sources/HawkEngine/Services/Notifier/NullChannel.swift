import HawkChannels
import HawkCore
import Synchronization

/// A channel that sends nothing. No organization can have one.
final class NullChannel: AlertChannel {
    struct Settings: ChannelSettings {
        var secret = ""

        static let settings = SettingList<Settings> { Setting("secret", "Secret", \.secret, required: true, secret: true) }
    }

    static let type = ChannelType(rawValue: "null")
    static let label = "Nobody"

    private let last = Mutex<(key: String, secret: String)?>(nil)

    /// The last message: the delivery's key, and the channel's decrypted secret.
    var received: (key: String, secret: String)? { self.last.withLock { $0 } }

    func send(
        _ message: AlertMessage, with config: Settings, in environment: ChannelEnvironment
    ) async throws(DeliveryError) -> String? {
        self.last.withLock { $0 = (message.deliveryKey, config.secret) }
        return nil
    }
}
