import HawkCore
import HawkEngine
import Hummingbird

/// `/api/v1/incidents`
struct IncidentRoutes {
    let incidents: IncidentOperations

    func add(to routes: some RouterMethods<UserContext>) {
        routes.get("incidents", use: self.list)
        routes.post("incidents", use: self.create)
        routes.get("incidents/:id", use: self.find)
        routes.patch("incidents/:id", use: self.update)
        routes.post("incidents/:id/acknowledge", use: self.acknowledge)
        routes.post("incidents/:id/resolve", use: self.resolve)
        routes.post("incidents/:id/updates", use: self.addUpdate)
    }

    @Sendable private func list(_ request: Request, context: UserContext) async throws -> Page<IncidentBody> {
        let page = try context.query.page(by: ID<Incident>.self)
        let filter = IncidentFilter(
            isOpen: try context.query.value("open", expected: "true or false"), monitor: try context.query.id("monitor_id"))
        let found = try await self.incidents.list(
            matching: filter, before: page.after, limit: page.fetching, as: context.principal)
        return Page(found, of: page, key: \.incident.id, item: IncidentBody.init)
    }

    @Sendable private func create(_ request: Request, context: UserContext) async throws -> Created<IncidentBody> {
        let draft = try await request.decode(as: ManualIncidentBody.self, context: context)
        let details = try await self.incidents.create(draft.model, as: context.principal)
        return Created(at: "/api/v1/incidents/\(details.incident.id)", IncidentBody(details))
    }

    @Sendable private func find(_ request: Request, context: UserContext) async throws -> Tagged<IncidentBody> {
        try self.tagged(try await self.incidents.find(try context.id(), as: context.principal))
    }

    @Sendable private func update(_ request: Request, context: UserContext) async throws -> Tagged<IncidentBody> {
        let patch = try await request.patch(IncidentChangeBody.self)
        let details = try await self.incidents.update(try context.id(), as: context.principal) { incident in
            try patch.applied(to: IncidentChangeBody(incident)).model
        }
        return try self.tagged(details)
    }

    private func tagged(_ details: IncidentDetails) throws -> Tagged<IncidentBody> {
        Tagged(IncidentBody(details), try EditTag(IncidentChangeBody(details.incident)))
    }

    @Sendable private func acknowledge(_ request: Request, context: UserContext) async throws -> IncidentBody {
        IncidentBody(try await self.incidents.acknowledge(try context.id(), as: context.principal))
    }

    @Sendable private func resolve(_ request: Request, context: UserContext) async throws -> IncidentBody {
        IncidentBody(try await self.incidents.resolve(try context.id(), as: context.principal))
    }

    @Sendable private func addUpdate(_ request: Request, context: UserContext) async throws -> Created<IncidentBody> {
        let update = try await request.decode(as: IncidentUpdateBody.self, context: context)
        let details = try await self.incidents.addUpdate(
            update.message, status: update.status, isPublic: update.public ?? true, to: try context.id(),
            as: context.principal)
        return Created(at: "/api/v1/incidents/\(details.incident.id)", IncidentBody(details))
    }
}
