import HawkCore
import HawkNet

/// One echo of an attempt, and its result.
struct Echo {
    enum Fate {
        case awaited
        case returned(Duration)
        case reported(EchoReport)
        /// The kernel has no route to the address.
        case refused
    }

    let address: IPAddress
    let token: EchoToken
    var fate = Fate.awaited

    init(address: IPAddress, token: EchoToken) {
        self.address = address
        self.token = token
    }

    var isAwaited: Bool {
        if case .awaited = self.fate { true } else { false }
    }

    /// Nil while it has not returned.
    var roundTrip: Duration? {
        if case .returned(let roundTrip) = self.fate { roundTrip } else { nil }
    }

    var report: EchoReport? {
        if case .reported(let report) = self.fate { report } else { nil }
    }

    /// Returns its line in the evidence.
    func line(_ number: Int) -> String {
        let words =
            switch self.fate {
            case .awaited: "lost"
            case .returned(let roundTrip): "\(roundTrip.inMilliseconds) ms"
            case .reported(let report): report.reporter.map { "\(report.kind.rawValue), says \($0)" } ?? report.kind.rawValue
            case .refused: "no route"
            }
        return "echo \(number) to \(self.address): \(words)"
    }
}
