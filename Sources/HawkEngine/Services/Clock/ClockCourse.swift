import NIOCore

/// How monotonic time becomes time of day: from an anchor on as it passes, and for a while a little faster or slower where the
/// clock was found to be off. Bent like this, it never goes back. All in nanoseconds, the time of day since the Unix epoch.
struct ClockCourse: Sendable {
    /// How much faster or slower than time it may run; chrony allows itself a twelfth.
    private static let steepest = 0.05

    private let time: Int64
    private let anchor: NIODeadline
    /// What it gains from the anchor on, or, negative, loses; and over how long.
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

    /// When it will show a time.
    func moment(of time: Int64) -> NIODeadline {
        let ahead = time - self.time
        guard ahead > 0, self.gain != 0 else { return self.anchor + .nanoseconds(ahead) }
        let bent = self.span + self.gain
        let elapsed = ahead < bent ? Int64((Double(ahead) * (Double(self.span) / Double(bent))).rounded(.up)) : ahead - self.gain
        return self.anchor + .nanoseconds(elapsed)
    }

    /// The course that makes up for an offset over some time, or longer where that would be too steep.
    func bent(by offset: Int64, from moment: NIODeadline, over span: Int64) -> ClockCourse {
        var course = ClockCourse(self.time(at: moment), at: moment)
        course.gain = offset
        course.span = max(span, Int64(Double(offset.magnitude) / Self.steepest))
        return course
    }

    /// The course that goes on at once from a time further on, or further back.
    func moved(by offset: Int64, at moment: NIODeadline) -> ClockCourse {
        ClockCourse(self.time(at: moment) + offset, at: moment)
    }
}
