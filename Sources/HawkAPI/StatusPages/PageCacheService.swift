import HawkCore
package import HawkEngine
import ServiceLifecycle

/// Drops public pages from the cache when their content changes.
package struct PageCacheService: Service {
    private let cache: PageCache
    private let engine: Engine

    package init(_ cache: PageCache, _ engine: Engine) {
        self.cache = cache
        self.engine = engine
    }

    package func run() async throws {
        for await event in self.engine.liveEvents().cancelOnGracefulShutdown() {
            switch event.kind {
            case .status, .incident, .pagesEdited, .missed:
                if let organization = event.organization {
                    await self.cache.drop(organization: organization)
                } else {
                    await self.cache.dropAll()
                }
            case .check, .delivery: continue
            }
        }
    }
}
