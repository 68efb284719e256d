package import HawkCore

/// The caller's description of a status page, before validation.
package struct StatusPageDraft: Sendable, Equatable {
    package struct Section: Sendable, Equatable {
        package var name: String
        package var components: [Component]

        package init(name: String, components: [Component]) {
            self.name = name
            self.components = components
        }
    }

    package struct Component: Sendable, Equatable {
        /// Nil for a new component, which gets an id. Otherwise the id of one on the page.
        package var id: Int64?
        package var name: String
        package var monitor: ID<Monitor>
        package var showLatency: Bool

        package init(id: Int64? = nil, name: String, monitor: ID<Monitor>, showLatency: Bool = false) {
            self.id = id
            self.name = name
            self.monitor = monitor
            self.showLatency = showLatency
        }
    }

    package var slug: String
    package var title: String
    package var description: String
    package var published: Bool
    package var theme: StatusPage.Theme
    package var historyDays: Int
    package var sections: [Section]

    package init(
        slug: String, title: String, description: String = "", published: Bool = true, theme: StatusPage.Theme = .system,
        historyDays: Int = 90, sections: [Section] = []
    ) {
        self.slug = slug
        self.title = title
        self.description = description
        self.published = published
        self.theme = theme
        self.historyDays = historyDays
        self.sections = sections
    }
}
