package import HawkCore

/// Which of an organization's monitors a list shows. Status is none of it: that is derived on reading.
package struct MonitorFilter: Sendable {
    package var type: MonitorType?
    /// Whatever its case.
    package var tag: String?
    package var group: String?
    /// Part of the name or the target, whatever its case.
    package var query: String?

    package init(type: MonitorType? = nil, tag: String? = nil, group: String? = nil, query: String? = nil) {
        self.type = type
        self.tag = tag
        self.group = group
        self.query = query
    }
}
