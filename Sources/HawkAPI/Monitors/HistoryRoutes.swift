import Foundation
package import HawkCore
import HawkEngine
import Hummingbird

/// `/api/v1/monitors/{id}/results`, `/failures`, `/stats`, `/series` and `/certificate`
struct HistoryRoutes {
    let monitors: MonitorOperations

    func add(to routes: some RouterMethods<UserContext>) {
        routes.get("monitors/:id/results", use: self.results)
        routes.get("monitors/:id/failures/:scheduled_at", use: self.failure)
        routes.get("monitors/:id/stats", use: self.stats)
        routes.get("monitors/:id/series", use: self.series)
        routes.get("monitors/:id/certificate", use: self.certificate)
    }

    @Sendable private func results(_ request: Request, context: UserContext) async throws -> Page<ResultBody> {
        let page = try context.query.page(by: CheckResult.Cursor.self)
        let found = try await self.monitors.results(
            of: try context.id(), from: try context.query.instant("from"), to: try context.query.instant("to"),
            before: page.after, limit: page.fetching, as: context.principal)
        return Page(found, of: page, key: \.cursor, item: ResultBody.init)
    }

    @Sendable private func failure(_ request: Request, context: UserContext) async throws -> FailureBody {
        let text = context.parameters.get("scheduled_at")?.removingPercentEncoding
        guard let slot = text.flatMap(Instant.init) else { throw OperationError.notFound }
        let failure = try await self.monitors.failure(
            of: try context.id(), at: slot, location: context.query.text("location"), as: context.principal)
        return FailureBody(failure)
    }

    @Sendable private func stats(_ request: Request, context: UserContext) async throws -> StatsBody {
        let period = try context.query.choice("period", of: StatsPeriod.self) ?? .day
        return StatsBody(try await self.monitors.stats(of: try context.id(), over: period, as: context.principal))
    }

    @Sendable private func series(_ request: Request, context: UserContext) async throws -> SeriesBody {
        let series = try await self.monitors.series(
            of: try context.id(), from: try context.query.instant("from"), to: try context.query.instant("to"),
            points: try context.query.integer("points", in: 2...500) ?? 200, as: context.principal)
        return SeriesBody(series)
    }

    @Sendable private func certificate(_ request: Request, context: UserContext) async throws -> CertificateSightingBody {
        let (sighting, now) = try await self.monitors.certificate(of: try context.id(), as: context.principal)
        return CertificateSightingBody(sighting, at: now)
    }
}

/// In `?cursor=`: `<slot in milliseconds>@<location>`.
extension CheckResult.Cursor: LosslessStringConvertible {
    package init?(_ description: String) {
        let parts = description.split(separator: "@", maxSplits: 1)
        guard parts.count == 2, let slot = Int64(parts[0]), !description.utf8.contains(0) else { return nil }
        self.init(slot: Instant(milliseconds: slot), location: String(parts[1]))
    }

    package var description: String { "\(self.slot.milliseconds)@\(self.location)" }
}
