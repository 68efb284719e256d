import Glibc

extension Attempt {
    /// Does work that takes as long as settings, or what a target sent, make it take, and charges its processor time to the owner. Asking
    /// for processor time costs a microsecond, so that what is always cheap is not metered.
    func metered<Value, Failure: Error>(_ work: () throws(Failure) -> Value) throws(Failure) -> Value {
        // Work within work is metered already.
        guard self.owner != nil, self.meterStart == nil else { return try work() }
        self.meterStart = ProcessorTime.ofThread
        defer { self.stopMeter() }
        return try work()
    }

    /// Before anything that is another's: the end of an attempt starts further checks.
    func stopMeter() {
        guard let start = self.meterStart else { return }
        self.meterStart = nil
        self.charge(ProcessorTime.ofThread - start)
    }

    /// - Parameter nanoseconds: of processor time.
    package func charge(_ nanoseconds: Int64) { self.owner?.charge(nanoseconds) }
}

private enum ProcessorTime {
    /// In nanoseconds, of the calling thread.
    static var ofThread: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
