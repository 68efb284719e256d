import HawkChannels
import HawkCore
import Synchronization

/// A misbehaving receiver: it answers each delivery as the test requires, and keeps the messages.
final class ScriptedChannel: AlertChannel {
    struct Settings: ChannelSettings {
        var name = ""

        static let settings = SettingList<Settings> { Setting("name", "Name", \.name, required: true) }
    }

    static let type = ChannelType(rawValue: "scripted")
    static let label = "Scripted"

    private struct State {
        var answers: [DeliveryError?]
        var messages: [AlertMessage] = []
    }

    private let state: Mutex<State>

    /// - Parameter answers: for the first deliveries; later ones succeed.
    init(_ answers: [DeliveryError?] = []) { self.state = Mutex(State(answers: answers)) }

    var messages: [AlertMessage] { self.state.withLock { $0.messages } }

    func send(
        _ message: AlertMessage, with config: Settings, in environment: ChannelEnvironment
    ) async throws(DeliveryError) -> String? {
        let answer: DeliveryError? = self.state.withLock { state in
            state.messages.append(message)
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
        if let answer { throw answer }
        return "message \(message.deliveryKey)"
    }
}
