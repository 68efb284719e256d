import HawkNet
import Synchronization

/// The state shared with a running transfer: cancellation, allowed addresses and rejected recipients.
final class TransferControl: Sendable {
    private struct State {
        var cancelled = false
        var dialled = false
        var refusal: String?
        var turnedDown: [CurlOutcome.TurnedDown] = []
    }

    private let state = Mutex(State())
    private let host: String
    private let policy: TargetPolicy?

    /// - Parameter policy: nil if every address is allowed.
    init(host: String, policy: TargetPolicy?) {
        self.host = host
        self.policy = policy
    }

    var isCancelled: Bool { self.state.withLock { $0.cancelled } }

    /// The policy's message if it refused every address.
    var refusal: String? { self.state.withLock { $0.dialled ? nil : $0.refusal } }

    /// Rejected recipients, at most one entry each.
    var turnedDown: [CurlOutcome.TurnedDown] { self.state.withLock { $0.turnedDown } }

    func record(_ recipient: CurlOutcome.TurnedDown) { self.state.withLock { $0.turnedDown.append(recipient) } }

    func cancel() { self.state.withLock { $0.cancelled = true } }

    func mayDial(_ address: String, _ port: UInt16) -> Bool {
        let refusal = self.policy.flatMap { policy in
            guard let ip = IPAddress(address) else { return "\(address) is not an address that can be checked" }
            return policy.refusal(of: ip, port: Int(port), host: self.host)
        }
        self.state.withLock { state in
            if let refusal { state.refusal = refusal } else { state.dialled = true }
        }
        return refusal == nil
    }

    static func of(_ context: UnsafeMutableRawPointer?) -> TransferControl {
        // SAFETY: `CurlRequest.performBlocking` sets the pointer and keeps its object until the transfer ends.
        Unmanaged<TransferControl>.fromOpaque(context!).takeUnretainedValue()
    }
}
