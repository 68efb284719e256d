import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird

/// `/api/v1/monitors`
struct MonitorRoutes {
    let monitors: MonitorOperations
    /// The start of ping URLs.
    let publicURL: String

    func add(to routes: some RouterMethods<UserContext>) {
        routes.get("monitors", use: self.list)
        routes.post("monitors", use: self.create)
        routes.get("monitors/:id", use: self.find)
        routes.patch("monitors/:id", use: self.update)
        routes.delete("monitors/:id", use: self.delete)
        routes.post("monitors/test", use: self.test)
        routes.post("monitors/:id/pause", use: self.pause)
        routes.post("monitors/:id/resume", use: self.resume)
        routes.post("monitors/:id/check", use: self.check)
    }

    @Sendable private func list(_ request: Request, context: UserContext) async throws -> Page<MonitorBody> {
        let query = context.query
        let page = try query.page(by: ID<Monitor>.self)
        let filter = MonitorFilter(
            type: query.text("type").map(MonitorType.init(rawValue:)), tag: query.text("tag"), group: query.text("group"),
            query: query.text("q"))
        let found = try await self.monitors.list(
            matching: filter, status: try query.choice("status"), after: page.after, limit: page.fetching, as: context.principal)
        return Page(found, of: page, key: \.monitor.id, item: self.body)
    }

    @Sendable private func create(_ request: Request, context: UserContext) async throws -> Created<MonitorBody> {
        let draft = try await request.decode(as: MonitorDraftBody.self, context: context)
        let snapshot = try await self.monitors.create(draft.model, as: context.principal)
        return Created(at: "/api/v1/monitors/\(snapshot.monitor.id)", self.body(snapshot))
    }

    @Sendable private func find(_ request: Request, context: UserContext) async throws -> Tagged<MonitorBody> {
        try self.tagged(try await self.monitors.find(try context.id(), as: context.principal))
    }

    @Sendable private func update(_ request: Request, context: UserContext) async throws -> Tagged<MonitorBody> {
        let patch = try await request.patch(MonitorDraftBody.self)
        let snapshot = try await self.monitors.update(try context.id(), as: context.principal) { monitor in
            let configuration = monitor.configuration
            return try patch.applied(to: MonitorDraftBody(configuration), sealed: configuration.sealedSettings).model
        }
        return try self.tagged(snapshot)
    }

    @Sendable private func delete(_ request: Request, context: UserContext) async throws -> HTTPResponse.Status {
        try await self.monitors.delete(try context.id(), as: context.principal)
        return .noContent
    }

    @Sendable private func pause(_ request: Request, context: UserContext) async throws -> MonitorBody {
        self.body(try await self.monitors.pause(try context.id(), as: context.principal))
    }

    @Sendable private func resume(_ request: Request, context: UserContext) async throws -> MonitorBody {
        self.body(try await self.monitors.resume(try context.id(), as: context.principal))
    }

    @Sendable private func check(_ request: Request, context: UserContext) async throws -> ResultBody {
        let id = try context.id(of: Monitor.self)
        return try await context.whileConnected {
            ResultBody(try await self.monitors.check(id, as: context.principal))
        }
    }

    @Sendable private func test(_ request: Request, context: UserContext) async throws -> ResultBody {
        let draft = try await request.decode(as: MonitorDraftBody.self, context: context).model
        return try await context.whileConnected {
            ResultBody(try await self.monitors.test(draft, as: context.principal))
        }
    }

    @Sendable private func body(_ snapshot: MonitorSnapshot) -> MonitorBody { MonitorBody(snapshot, at: self.publicURL) }

    private func tagged(_ snapshot: MonitorSnapshot) throws -> Tagged<MonitorBody> {
        let configuration = snapshot.monitor.configuration
        let tag = try EditTag(MonitorDraftBody(configuration), sealed: configuration.sealedSettings)
        return Tagged(self.body(snapshot), tag)
    }
}
