package import HawkCore
import HawkStore

/// Lists deliveries.
package struct DeliveryOperations: Sendable {
    private let engine: Engine

    package init(_ engine: Engine) { self.engine = engine }

    /// Newest first.
    package func list(
        matching filter: DeliveryFilter, before cursor: ID<Delivery>?, limit: Int, as principal: Principal
    ) async throws -> [Delivery] {
        try principal.require(.viewer)
        return try await self.engine.database.read { db in
            try DeliveryRepository().page(of: principal.organization, matching: filter, before: cursor, limit: limit, in: db)
        }
    }
}
