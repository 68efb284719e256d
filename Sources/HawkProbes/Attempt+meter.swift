import Glibc

extension Attempt {
    /// Does work whose duration depends on settings or the target's data, and charges its processor time to the owner. Reading
    /// processor time costs a microsecond, so work that is always cheap is not metered.
    func metered<Value, Failure: Error>(_ work: () throws(Failure) -> Value) throws(Failure) -> Value {
        // Nested work is already metered.
        guard self.owner != nil, self.meterStart == nil else { return try work() }
        self.meterStart = ProcessorTime.ofThread
        defer { self.stopMeter() }
        return try work()
    }

    /// Called before any other work, because the end of an attempt starts further checks.
    func stopMeter() {
        guard let start = self.meterStart else { return }
        self.meterStart = nil
        self.charge(ProcessorTime.ofThread - start)
    }

    /// - Parameter nanoseconds: the processor time.
    package func charge(_ nanoseconds: Int64) { self.owner?.charge(nanoseconds) }
}

private enum ProcessorTime {
    /// The processor time of the calling thread, in nanoseconds.
    static var ofThread: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
