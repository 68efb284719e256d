import Glibc
import NIOCore

/// The resource usage of this process up to an instant.
struct Usage {
    private let at = NIODeadline.now()
    private let user: Double
    private let system: Double

    init() {
        var usage = rusage()
        getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        self.user = Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1_000_000
        self.system = Double(usage.ru_stime.tv_sec) + Double(usage.ru_stime.tv_usec) / 1_000_000
    }

    /// Usage since an instant, in seconds.
    struct Spent: Encodable {
        let wall: Double
        let user: Double
        let system: Double

        var cpu: Double { self.user + self.system }
    }

    func spent() -> Spent {
        let now = Usage()
        return Spent(
            wall: Double((now.at - self.at).nanoseconds) / 1_000_000_000, user: now.user - self.user,
            system: now.system - self.system)
    }
}
