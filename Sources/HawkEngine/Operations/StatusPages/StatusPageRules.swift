import HawkCore

/// Validates a status page draft and assigns ids to its new components.
struct StatusPageRules {
    private static let maxSections = 50
    private static let maxComponents = 200
    /// The id range per version; larger than `maxComponents`.
    private static let idsPerVersion: Int64 = 1_000

    let draft: StatusPageDraft

    /// - Parameter page: The current page, or an empty one. Its version is one less than the draft's.
    /// - Throws: `OperationError` with all errors, by field.
    func apply(to page: StatusPage) throws(OperationError) -> StatusPage {
        var checks = FieldRules()
        var page = page
        checks.require(
            StatusPage.isSlug(self.draft.slug), "slug", "must be 1 to 63 lowercase letters, digits and hyphens")
        page.slug = self.draft.slug
        page.title = checks.line(self.draft.title, "title", upTo: 200)
        page.description = checks.paragraphs(self.draft.description, "description", upTo: 5_000)
        page.published = self.draft.published
        page.theme = self.draft.theme
        checks.range(self.draft.historyDays, in: 1...365, "history_days")
        page.historyDays = self.draft.historyDays
        page.sections = self.sections(of: page, &checks)
        try checks.finish()
        return page
    }

    private func sections(of page: StatusPage, _ checks: inout FieldRules) -> [StatusPage.Section] {
        let count = self.draft.sections.reduce(0) { $0 + $1.components.count }
        checks.require(
            self.draft.sections.count <= Self.maxSections, "sections", "must contain at most \(Self.maxSections) sections")
        checks.require(
            count <= Self.maxComponents, "sections", "must contain at most \(Self.maxComponents) components in total")
        guard checks.errors.allSatisfy({ $0.field != "sections" }) else { return [] }

        var free = Set(page.sections.flatMap(\.components).map(\.id))
        // The version only grows, so an id is never assigned twice.
        var next = (page.version + 1) * Self.idsPerVersion
        return self.draft.sections.enumerated().map { index, section in
            let path = "sections.\(index)"
            let components = section.components.enumerated().map { position, component in
                let path = "\(path).components.\(position)"
                if let id = component.id {
                    checks.require(free.remove(id) != nil, "\(path).id", "is not a component of this page, or appears twice")
                }
                defer { if component.id == nil { next += 1 } }
                return StatusPage.Component(
                    id: component.id ?? next, name: checks.line(component.name, "\(path).name", upTo: 100),
                    monitor: component.monitor, showLatency: component.showLatency)
            }
            return StatusPage.Section(name: checks.line(section.name, "\(path).name", upTo: 100), components: components)
        }
    }
}
