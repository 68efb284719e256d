import HawkCore
import HawkEngine

/// The writable part of a status page: the body of POST, and the members that PATCH changes.
struct StatusPageDraftBody: Codable {
    struct Section: Codable {
        let name: String
        let components: [Component]
    }

    struct Component: Codable {
        let id: Int64?
        let name: String
        let monitorID: ID<Monitor>
        let showLatency: Bool?
    }

    let slug: String
    let title: String
    let description: String?
    let published: Bool?
    let theme: StatusPage.Theme?
    let historyDays: Int?
    let sections: [Section]?

    /// The current state of the page, which clients read and to which a PATCH is applied.
    init(_ page: StatusPage) {
        self.slug = page.slug
        self.title = page.title
        self.description = page.description
        self.published = page.published
        self.theme = page.theme
        self.historyDays = page.historyDays
        self.sections = page.sections.map { section in
            Section(
                name: section.name,
                components: section.components.map {
                    Component(id: $0.id, name: $0.name, monitorID: $0.monitor, showLatency: $0.showLatency)
                })
        }
    }

    var model: StatusPageDraft {
        StatusPageDraft(
            slug: self.slug, title: self.title, description: self.description ?? "", published: self.published ?? false,
            theme: self.theme ?? .system, historyDays: self.historyDays ?? 90,
            sections: (self.sections ?? []).map { section in
                StatusPageDraft.Section(
                    name: section.name,
                    components: section.components.map {
                        StatusPageDraft.Component(
                            id: $0.id, name: $0.name, monitor: $0.monitorID, showLatency: $0.showLatency ?? false)
                    })
            })
    }
}
