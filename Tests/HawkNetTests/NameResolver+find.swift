import HawkNet
import NIOCore
import NIOPosix
import Testing

extension NameResolver {
    fileprivate static let wheels = TimerWheels(group: MultiThreadedEventLoopGroup.singleton)

    func find(_ name: String, fresh: Bool = false, within limit: TimeAmount = .seconds(20)) async throws -> [String] {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        return try await loop.flatSubmit {
            self.resolve(name, fresh: fresh, deadline: .now() + limit, on: Self.wheels[loop])
        }.get().addresses.map(\.description)
    }

    /// Looks the name up concurrently, and expects addresses.
    func find(_ name: String, fresh: Bool, times: Int) async throws {
        try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<times { group.addTask { try await self.find(name, fresh: fresh) } }
            for try await addresses in group { #expect(!addresses.isEmpty) }
        }
    }
}
