import HawkCore
import HawkNet

/// One echo of an attempt, and what became of it.
struct Echo {
    enum Fate {
        case awaited
        case returned(Duration)
        case reported(EchoReport)
        /// The kernel knows no way to the address.
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

    /// nil: it did not come back, or not yet.
    var roundTrip: Duration? {
        if case .returned(let roundTrip) = self.fate { roundTrip } else { nil }
    }

    var report: EchoReport? {
        if case .reported(let report) = self.fate { report } else { nil }
    }

    /// For the evidence.
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
