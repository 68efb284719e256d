import HawkCore
import HawkEngine
import Hummingbird

/// `/api/v1/monitors/{id}/pings`
struct PingHistoryRoutes {
    let monitors: MonitorOperations

    func add(to routes: some RouterMethods<UserContext>) {
        routes.get("monitors/:id/pings", use: self.list)
    }

    @Sendable private func list(_ request: Request, context: UserContext) async throws -> Page<PingBody> {
        let page = try context.query.page(by: Int64.self)
        let found = try await self.monitors.pings(
            of: try context.id(), before: page.after, limit: page.fetching, as: context.principal)
        return Page(found, of: page, key: \.number, item: PingBody.init)
    }
}

/// One ping as it was received.
struct PingBody: Encodable {
    private let at: Instant
    private let kind: Ping.Kind
    private let exitStatus: Int?
    private let rid: RunID?
    private let durationMs: Double?
    private let from: String?
    private let bodyStart: String?

    init(_ record: PingRecord) {
        self.at = record.at
        self.kind = record.ping.kind
        self.exitStatus = record.ping.exitStatus
        self.rid = record.ping.run
        self.durationMs = record.duration?.wireMilliseconds
        self.from = record.ping.sender
        self.bodyStart = record.ping.body
    }
}
