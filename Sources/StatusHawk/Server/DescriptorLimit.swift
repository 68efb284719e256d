import Dispatch
import Glibc

/// RLIMIT_NOFILE of this process.
enum DescriptorLimit {
    /// More than any configuration uses. A higher limit only costs the kernel memory.
    private static let maxUseful: rlim_t = 1 << 20

    /// Raises the soft limit to the hard one. Shells and container engines begin with 1024 for the sake of programs that use `select`,
    /// and each check in flight and each client holds a descriptor.
    static func raise() {
        guard var limit = self.limits else { return }
        let wanted = min(limit.rlim_max, self.maxUseful)
        guard limit.rlim_cur < wanted else { return }
        limit.rlim_cur = wanted
        setrlimit(.init(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// Has libdispatch open its timers, one for each clock, which it would do at their first use: a process that has no descriptor left
    /// by then ends, or sleeps for ever.
    static func openTimers() async {
        let moment = Duration.milliseconds(1)
        // `try?`: a sleep that is cancelled has opened its timer all the same.
        try? await Task.sleep(for: moment, clock: .continuous)
        try? await Task.sleep(for: moment, clock: .suspending)
        await withCheckedContinuation { done in
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(1)) { done.resume() }
        }
        await withCheckedContinuation { done in
            DispatchQueue.global().asyncAfter(wallDeadline: .now() + .milliseconds(1)) { done.resume() }
        }
    }

    /// How many descriptors this process may have now.
    static var current: Int { Int(min(self.limits?.rlim_cur ?? 1_024, self.maxUseful)) }

    private static var limits: rlimit? {
        var limit = rlimit()
        return getrlimit(.init(RLIMIT_NOFILE.rawValue), &limit) == 0 ? limit : nil
    }
}
