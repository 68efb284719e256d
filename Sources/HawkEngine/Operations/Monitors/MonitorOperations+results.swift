package import HawkCore
import HawkStore

extension MonitorOperations {
    /// Returns stored results, newest first.
    /// - Parameters:
    ///   - from: The earliest slot. If nil, there is no lower limit.
    ///   - to: The slot that ends the range, exclusive.
    ///   - cursor: The last result of the previous page.
    package func results(
        of id: ID<Monitor>, from: Instant?, to: Instant?, before cursor: CheckResult.Cursor?, limit: Int,
        as principal: Principal
    ) async throws -> [CheckResult] {
        try principal.require(.viewer)
        return try await self.engine.database.read { db in
            let monitor = try self.monitors.require(id, of: principal.organization, in: db)
            return try ResultRepository().page(
                of: monitor, from: from ?? .epoch, to: to ?? Instant(milliseconds: .max), before: cursor, limit: limit, in: db)
        }
    }

    /// A failed check with the records of its attempts, and the last success before it for comparison.
    package struct Failure: Sendable {
        package let result: CheckResult
        /// Empty if no evidence was kept. It is kept for an incident's first failures and for each change of reason.
        package let attempts: [AttemptRecord]
        package let lastSuccess: CheckResult?
    }

    /// - Parameter location: If nil, the first location that failed at that slot.
    /// - Throws: `notFound` if no check failed at that slot.
    package func failure(
        of id: ID<Monitor>, at slot: Instant, location: String?, as principal: Principal
    ) async throws -> Failure {
        try principal.require(.viewer)
        return try await self.engine.database.read { db in
            let monitor = try self.monitors.require(id, of: principal.organization, in: db)
            let results = ResultRepository()
            let found = try results.page(
                of: monitor, from: slot, to: slot + .milliseconds(1), location: location, limit: 100, in: db)
            guard let failed = found.last(where: { !$0.isSuccess }) else { throw OperationError.notFound }
            return Failure(
                result: failed, attempts: try EvidenceRepository().find(slot, of: monitor, at: failed.location, in: db) ?? [],
                lastSuccess: try results.lastSuccess(before: slot, of: monitor, at: failed.location, in: db))
        }
    }
}
