import NIOCore

/// Maps monotonic time to time of day: from an anchor at normal speed, or slewed for a while if the clock was off. Slewed time
/// never goes back. All values are nanoseconds; time of day counts from the Unix epoch.
struct ClockCourse: Sendable {
    /// The maximum slew rate. For comparison, chrony allows a twelfth.
    private static let steepest = 0.05

    private let time: Int64
    private let anchor: NIODeadline
    /// The time to gain after the anchor, or to lose if negative, and the duration of the slew.
    private var gain: Int64 = 0
    private var span: Int64 = 0

    init(_ time: Int64, at anchor: NIODeadline) {
        self.time = time
        self.anchor = anchor
    }

    func time(at moment: NIODeadline) -> Int64 {
        let elapsed = (moment - self.anchor).nanoseconds
        guard elapsed > 0, self.gain != 0 else { return self.time + elapsed }
        let share = min(Double(elapsed) / Double(self.span), 1)
        return self.time + elapsed + Int64(Double(self.gain) * share)
    }

    /// Returns the moment at which the clock will show a time.
    func moment(of time: Int64) -> NIODeadline {
        let ahead = time - self.time
        guard ahead > 0, self.gain != 0 else { return self.anchor + .nanoseconds(ahead) }
        let bent = self.span + self.gain
        let elapsed = ahead < bent ? Int64((Double(ahead) * (Double(self.span) / Double(bent))).rounded(.up)) : ahead - self.gain
        return self.anchor + .nanoseconds(elapsed)
    }

    /// Returns the course that slews an offset over some time, or longer if that would exceed the maximum rate.
    func bent(by offset: Int64, from moment: NIODeadline, over span: Int64) -> ClockCourse {
        var course = ClockCourse(self.time(at: moment), at: moment)
        course.gain = offset
        course.span = max(span, Int64(Double(offset.magnitude) / Self.steepest))
        return course
    }

    /// Returns the course that steps by an offset at once, forward or back.
    func moved(by offset: Int64, at moment: NIODeadline) -> ClockCourse {
        ClockCourse(self.time(at: moment) + offset, at: moment)
    }
}
