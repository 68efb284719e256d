package import HawkBroker
import HawkCore
import ServiceLifecycle

/// Drops public pages from the cache when their content changes.
package struct PageCacheService: Service {
    private let cache: PageCache
    private let broker: any Broker

    package init(_ cache: PageCache, broker: any Broker) {
        self.cache = cache
        self.broker = broker
    }

    package func run() async throws {
        for await event in self.broker.events().cancelOnGracefulShutdown() {
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
