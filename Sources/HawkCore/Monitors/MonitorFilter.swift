/// Selects an organization's monitors for a list. Status is not included, because it is derived when read.
package struct MonitorFilter: Sendable {
    package var type: MonitorType?
    /// In any case.
    package var tag: String?
    package var group: String?
    /// Part of the name or the target, in any case.
    package var query: String?

    package init(type: MonitorType? = nil, tag: String? = nil, group: String? = nil, query: String? = nil) {
        self.type = type
        self.tag = tag
        self.group = group
        self.query = query
    }
}
