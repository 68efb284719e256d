import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

struct StatusPageOperationsTests {
    private static let mistakes: [Mistake<StatusPageDraft>] = [
        .init("slug") { $0.slug = "" },
        .init("slug") { $0.slug = "Acme" },
        .init("slug") { $0.slug = "a/b" },
        .init("slug") { $0.slug = String(repeating: "a", count: 64) },
        .init("title") { $0.title = " " },
        .init("description") { $0.description = String(repeating: "x", count: 5_001) },
        .init("history_days") { $0.historyDays = 0 },
        .init("history_days") { $0.historyDays = 366 },
        .init("sections") { $0.sections = Array(repeating: .init(name: "x", components: []), count: 51) },
        .init("sections.0.name") { $0.sections = [.init(name: "", components: [])] },
        .init("sections.0.components.0.name") {
            $0.sections = [.init(name: "x", components: [.init(name: "", monitor: ID(1))])]
        },
    ]

    private func draft(_ monitors: [ID<Monitor>], slug: String = "acme") -> StatusPageDraft {
        StatusPageDraft(
            slug: slug, title: "Acme",
            sections: [.init(name: "All", components: monitors.map { .init(name: "Part \($0)", monitor: $0) })])
    }

    @Test func `components get ids that are never reused`() async throws {
        try await OperationsFixture.run { fixture in
            let pages = StatusPageOperations(fixture.engine)
            let monitor = try await fixture.monitor().id
            let page = try await pages.create(self.draft([monitor, monitor]), as: fixture.bob)
            let first = page.sections.flatMap(\.components).map(\.id)
            #expect(Set(first).count == 2)
            var draft = self.draft([monitor, monitor])
            draft.sections[0].components[0].id = first[1]
            let edited = try await pages.update(page.id, to: draft, from: 1, as: fixture.bob)
            let second = edited.sections.flatMap(\.components).map(\.id)
            #expect(second[0] == first[1] && !first.contains(second[1]))
            draft.sections[0].components.removeAll()
            _ = try await pages.update(page.id, to: draft, from: 2, as: fixture.bob)
            let again = try await pages.update(page.id, to: self.draft([monitor]), from: 3, as: fixture.bob)
            let third = again.sections.flatMap(\.components).map(\.id)
            #expect(Set(third).isDisjoint(with: first + second))
        }
    }

    @Test func `a component's id must be the page's own, and unique`() async throws {
        try await OperationsFixture.run { fixture in
            let pages = StatusPageOperations(fixture.engine)
            let monitor = try await fixture.monitor().id
            let page = try await pages.create(self.draft([monitor]), as: fixture.bob)
            let id = page.sections[0].components[0].id
            var draft = self.draft([monitor, monitor])
            draft.sections[0].components[0].id = id
            draft.sections[0].components[1].id = id
            let twice = draft
            #expect(
                await fields { _ = try await pages.update(page.id, to: twice, from: 1, as: fixture.bob) }
                    == ["sections.0.components.1.id"])
            #expect(await fields { _ = try await pages.create(twice, as: fixture.bob) }.count == 2)
        }
    }

    @Test func `a slug is unique in the whole installation`() async throws {
        try await OperationsFixture.run { fixture in
            let pages = StatusPageOperations(fixture.engine)
            let page = try await pages.create(self.draft([]), as: fixture.bob)
            #expect(await code { _ = try await pages.create(self.draft([]), as: fixture.charlie) } == .conflict)
            let other = try await pages.create(self.draft([], slug: "acme-2"), as: fixture.charlie)
            #expect(
                await code { _ = try await pages.update(other.id, to: self.draft([]), from: 1, as: fixture.charlie) } == .conflict
            )
            try await pages.delete(page.id, as: fixture.bob)
            _ = try await pages.update(other.id, to: self.draft([]), from: 1, as: fixture.charlie)
        }
    }

    @Test func `a page shows its organization's monitors, and keeps deleted ones`() async throws {
        try await OperationsFixture.run { fixture in
            let pages = StatusPageOperations(fixture.engine)
            let monitor = try await fixture.monitor().id
            #expect(
                await fields { _ = try await pages.create(self.draft([monitor]), as: fixture.charlie) }
                    == ["sections.0.components.0.monitor_id"])
            let page = try await pages.create(self.draft([monitor]), as: fixture.bob)
            try await fixture.monitors.delete(monitor, as: fixture.bob)
            var draft = self.draft([monitor])
            draft.title = "Acme 2"
            let renamed = draft
            #expect(try await pages.update(page.id, to: renamed, from: 1, as: fixture.bob).title == "Acme 2")
        }
    }

    @Test func `only its organization's editors manage a page`() async throws {
        try await OperationsFixture.run { fixture in
            let pages = StatusPageOperations(fixture.engine)
            let id = try await pages.create(self.draft([]), as: fixture.bob).id
            let draft = self.draft([])
            #expect(try await pages.find(id, as: fixture.viewer).slug == "acme")
            #expect(await code { _ = try await pages.create(draft, as: fixture.viewer) } == .forbidden)
            #expect(await code { try await pages.delete(id, as: fixture.viewer) } == .forbidden)
            #expect(await code { _ = try await pages.find(id, as: fixture.charlie) } == .notFound)
            #expect(await code { _ = try await pages.update(id, to: draft, from: 1, as: fixture.charlie) } == .notFound)
            #expect(await code { try await pages.delete(id, as: fixture.charlie) } == .notFound)
            #expect(try await pages.list(after: nil, limit: 10, as: fixture.charlie).isEmpty)
            #expect(try await fixture.audited() == ["status_page.create"])
        }
    }

    @Test(arguments: Self.mistakes)
    func `an invalid value is reported with its field`(_ mistake: Mistake<StatusPageDraft>) async throws {
        try await OperationsFixture.run { fixture in
            _ = try await fixture.monitor()
            var draft = self.draft([])
            mistake.make(&draft)
            let wrong = draft
            let pages = StatusPageOperations(fixture.engine)
            #expect(await fields { _ = try await pages.create(wrong, as: fixture.bob) } == [mistake.field])
        }
    }
}
