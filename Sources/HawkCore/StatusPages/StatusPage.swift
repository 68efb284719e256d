/// A public page that shows components in sections. One row of `status_pages`.
package struct StatusPage: Sendable, Equatable {
    package struct Section: Sendable, Equatable, Codable {
        package var name: String
        package var components: [Component]

        package init(name: String, components: [Component]) {
            self.name = name
            self.components = components
        }
    }

    /// One line of the page: a monitor under its public name.
    package struct Component: Sendable, Equatable, Codable {
        /// Unique within its page and never reused. Public links and badges carry it.
        package var id: Int64
        package var name: String
        package var monitor: ID<Monitor>
        package var showLatency: Bool

        package init(id: Int64, name: String, monitor: ID<Monitor>, showLatency: Bool) {
            self.id = id
            self.name = name
            self.monitor = monitor
            self.showLatency = showLatency
        }
    }

    package enum Theme: String, Sendable, Codable, CaseIterable { case system, light, dark }

    package let id: ID<StatusPage>
    package let organization: ID<Organization>
    /// `[a-z0-9-]{1,63}`, unique in the installation.
    package var slug: String
    package var title: String
    package var description: String
    package var published: Bool
    package var theme: Theme
    /// How many days of history the page shows, 1 to 365.
    package var historyDays: Int
    package var sections: [Section]
    package var version: Int64
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<StatusPage>, organization: ID<Organization>, slug: String, title: String, description: String, published: Bool,
        theme: Theme,
        historyDays: Int, sections: [Section], version: Int64 = 1, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.organization = organization
        self.slug = slug
        self.title = title
        self.description = description
        self.published = published
        self.theme = theme
        self.historyDays = historyDays
        self.sections = sections
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension StatusPage {
    /// Returns whether a text may be a page's address: `[a-z0-9-]{1,63}`.
    package static func isSlug(_ text: String) -> Bool {
        (1...63).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
            }
    }
}
