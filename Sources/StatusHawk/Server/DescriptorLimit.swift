import Dispatch
import Glibc

/// RLIMIT_NOFILE of this process.
enum DescriptorLimit {
    /// More than any configuration uses. A higher limit only costs the kernel memory.
    private static let maxUseful: rlim_t = 1 << 20

    /// Raises the soft limit to the hard limit. Shells and container engines start with 1024, for programs that use `select`.
    /// Each check in flight and each client needs a descriptor.
    static func raise() {
        guard var limit = self.limits else { return }
        let wanted = min(limit.rlim_max, self.maxUseful)
        guard limit.rlim_cur < wanted else { return }
        limit.rlim_cur = wanted
        setrlimit(.init(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// Makes libdispatch open its timers, one per clock, which otherwise happens at their first use. A process without free
    /// descriptors at that time ends, or sleeps forever.
    static func openTimers() async {
        let moment = Duration.milliseconds(1)
        // `try?`: a cancelled sleep has opened its timer too.
        try? await Task.sleep(for: moment, clock: .continuous)
        try? await Task.sleep(for: moment, clock: .suspending)
        await withCheckedContinuation { done in
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(1)) { done.resume() }
        }
        await withCheckedContinuation { done in
            DispatchQueue.global().asyncAfter(wallDeadline: .now() + .milliseconds(1)) { done.resume() }
        }
    }

    /// The maximum number of descriptors of this process now.
    static var current: Int { Int(min(self.limits?.rlim_cur ?? 1_024, self.maxUseful)) }

    private static var limits: rlimit? {
        var limit = rlimit()
        return getrlimit(.init(RLIMIT_NOFILE.rawValue), &limit) == 0 ? limit : nil
    }
}
