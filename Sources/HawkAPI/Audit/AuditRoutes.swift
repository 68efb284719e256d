import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird
import NIOCore

/// `/api/v1/audit`: a page as JSON, or all entries as NDJSON if `Accept` requests it.
struct AuditRoutes {
    private static let lines = "application/x-ndjson"
    /// How many entries an export reads and holds at once.
    private static let batch = 500

    let organizations: OrganizationOperations

    func add(to routes: some RouterMethods<UserContext>) {
        routes.get("audit", use: self.list)
    }

    @Sendable private func list(_ request: Request, context: UserContext) async throws -> Response {
        let page = try context.query.page(by: Int64.self)
        if Self.wantsLines(request) { return try await self.export(before: page.after, as: context.principal) }
        let entries = try await self.organizations.audit(before: page.after, limit: page.fetching, as: context.principal)
        return try Page(entries, of: page, key: \.id, item: AuditEntryBody.init).response(from: request, context: context)
    }

    private static func wantsLines(_ request: Request) -> Bool {
        let accepted = WeightedList(request.headers[.accept] ?? "")
        let weight = accepted[self.lines] ?? 0
        return weight > 0 && weight >= accepted["application/json"] ?? 0
    }

    /// Writes one entry per line, newest first, and reads while it sends.
    private func export(before cursor: Int64?, as principal: Principal) async throws -> Response {
        // The first batch is read before the response starts, so that a refusal has its own status.
        let first = try await self.organizations.audit(before: cursor, limit: Self.batch, as: principal)
        return Response(
            status: .ok, headers: [.contentType: Self.lines],
            body: ResponseBody { [organizations] writer in
                var entries = first
                while let last = entries.last {
                    var lines = ByteBuffer()
                    for entry in entries {
                        lines.writeImmutableBuffer(try BodyEncoder.bytes(of: AuditEntryBody(entry)))
                        lines.writeString("\n")
                    }
                    try await writer.write(lines)
                    guard entries.count == Self.batch else { break }
                    entries = try await organizations.audit(before: last.id, limit: Self.batch, as: principal)
                }
                try await writer.finish(nil)
            })
    }
}
