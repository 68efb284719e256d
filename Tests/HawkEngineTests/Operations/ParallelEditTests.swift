import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

/// Concurrent changes of different fields: none is refused and none is lost.
struct ParallelEditTests {
    @Test(arguments: TestDatabase.all)
    func `concurrent changes of an incident are all kept`(_ backend: TestDatabase) async throws {
        try await OperationsFixture.run(on: backend) { fixture in
            let incidents = fixture.incidents
            for round in 0..<12 {
                let id = try await incidents.create(ManualIncident(title: "Slow"), as: fixture.bob).incident.id
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        _ = try await incidents.update(id, as: fixture.alice) {
                            IncidentChange(title: "Slow \(round)", severity: $0.severity, isPublic: $0.isPublic)
                        }
                    }
                    group.addTask {
                        _ = try await incidents.update(id, as: fixture.bob) {
                            IncidentChange(title: $0.title, severity: .critical, isPublic: $0.isPublic)
                        }
                    }
                    group.addTask {
                        _ = try await incidents.addUpdate("A disk", status: .identified, isPublic: true, to: id, as: fixture.bob)
                    }
                    try await group.waitForAll()
                }
                let incident = try await incidents.find(id, as: fixture.bob).incident
                #expect(incident.title == "Slow \(round)" && incident.severity == .critical && incident.status == .identified)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `concurrent changes of a monitor are all kept, while it is paused and resumed`(_ backend: TestDatabase) async throws {
        try await OperationsFixture.run(on: backend) { fixture in
            let monitors = fixture.monitors
            let id = try await fixture.monitor().id
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<24 {
                    group.addTask {
                        _ = try await monitors.update(id, as: fixture.bob) { monitor in
                            var draft = MonitorDraft(monitor.configuration)
                            if number < 20 { draft.tags.append("tag \(number)") } else { draft.group = "shop" }
                            return draft
                        }
                    }
                }
                group.addTask { _ = try await monitors.pause(id, as: fixture.bob) }
                group.addTask { _ = try await monitors.resume(id, as: fixture.bob) }
                try await group.waitForAll()
            }
            let configuration = try await monitors.find(id, as: fixture.bob).monitor.configuration
            #expect(Set(configuration.tags) == Set((0..<20).map { "tag \($0)" }) && configuration.group == "shop")
        }
    }

    @Test(arguments: TestDatabase.all)
    func `concurrent changes of a status page are all kept`(_ backend: TestDatabase) async throws {
        try await OperationsFixture.run(on: backend) { fixture in
            let pages = StatusPageOperations(fixture.engine)
            let id = try await pages.create(StatusPageDraft(slug: "acme", title: "Acme"), as: fixture.bob).id
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<16 {
                    group.addTask {
                        _ = try await pages.update(id, as: fixture.bob) { page in
                            StatusPageDraft(
                                slug: page.slug, title: page.title, published: page.published, historyDays: page.historyDays,
                                sections: page.sections.map { .init(name: $0.name, components: []) }
                                    + [.init(name: "Section \(number)", components: [])])
                        }
                    }
                }
                try await group.waitForAll()
            }
            let names = try await pages.find(id, as: fixture.bob).sections.map(\.name)
            #expect(Set(names) == Set((0..<16).map { "Section \($0)" }) && names.count == 16)
        }
    }

    @Test func `a generated title stays when another field changes`() async throws {
        try await OperationsFixture.run { fixture in
            let monitor = try await fixture.monitor { $0.name = String(repeating: "n", count: 200) }
            try await fixture.record([.down], of: monitor)
            let incident = try #require(
                try await fixture.incidents.list(matching: .init(), before: nil, limit: 1, as: fixture.bob).first?.incident)
            #expect(incident.title.utf8.count > 200)
            let changed = try await fixture.incidents.update(
                incident.id, title: incident.title, severity: .critical, as: fixture.bob)
            #expect(changed.incident.severity == .critical && changed.incident.title == incident.title)
            let wrong = await fields {
                _ = try await fixture.incidents.update(
                    incident.id, title: incident.title + "!", severity: .critical, as: fixture.bob)
            }
            #expect(wrong == ["title"])
        }
    }
}

extension MonitorDraft {
    /// A draft of an unchanged monitor.
    fileprivate init(_ configuration: MonitorConfiguration) {
        let timing = configuration.schedule.checks
        self.init(
            type: configuration.type, target: configuration.target, name: configuration.name, interval: configuration.interval,
            timeout: timing?.timeout, confirmations: timing?.confirmations, confirmationDelay: timing?.confirmationDelay,
            locations: configuration.locations, quorum: configuration.quorum,
            settings: configuration.settings, tags: configuration.tags, group: configuration.group)
    }
}
