extension CheckResult {
    /// A position in a list of a monitor's results.
    package struct Cursor: Sendable, Equatable {
        package let slot: Instant
        package let location: String

        package init(slot: Instant, location: String) {
            self.slot = slot
            self.location = location
        }
    }

    package var cursor: Cursor { Cursor(slot: self.slot, location: self.location) }
}
