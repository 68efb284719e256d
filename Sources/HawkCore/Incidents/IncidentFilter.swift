/// Selects an organization's incidents for a list.
package struct IncidentFilter: Sendable {
    /// True for open ones only, false for resolved ones only.
    package var isOpen: Bool?
    package var monitor: ID<Monitor>?

    package init(isOpen: Bool? = nil, monitor: ID<Monitor>? = nil) {
        self.isOpen = isOpen
        self.monitor = monitor
    }
}
