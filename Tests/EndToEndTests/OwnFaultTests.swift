import Foundation
import Glibc
import HawkCore
import HawkTestSupport
import Synchronization
import Testing

/// Faults on our side, in the whole program: no target is ever down because of them.
@Suite(.serialized, .enabled(if: Place.python != nil, "needs the Python tools that script/test installs"))
struct OwnFaultTests {
    /// Stops an installation once, during one of its requests to a target.
    private final class Stop: Sendable {
        private let isDue = Mutex(false)
        private let stopped: AsyncStream<Void>
        private let notice: AsyncStream<Void>.Continuation

        init() { (self.stopped, self.notice) = AsyncStream.makeStream() }

        /// Makes the next request stop the installation, and waits for that.
        func atNextRequest() async {
            self.isDue.withLock { $0 = true }
            for await _ in self.stopped { return }
        }

        func meet(_ installation: Installation) {
            let isDue = self.isDue.withLock { isDue in
                defer { isDue = false }
                return isDue
            }
            guard isDue else { return }
            installation.send(SIGSTOP)
            self.notice.yield()
        }
    }

    @Test(.timeLimit(.minutes(3)), arguments: Topology.all)
    func `a stall during a check makes no target down`(_ topology: Topology) async throws {
        try await withInstallation(topology) { installation, _ in
            let stop = Stop()
            // The check needs a second connection, which it can only open after its deadline.
            let server = try await HTTPTestServer { request in
                guard request.uri == "/moved" else { return .init() }
                stop.meet(installation)
                return .redirect(to: "/here")
            }
            let owner = try await Owner(signingUpAt: installation)
            let shop = try await owner.watch("http", "http://127.0.0.1:\(server.port)/moved", confirmations: 0)
            try await shop.becomes("up")
            for _ in 0..<3 {
                let known = try await shop.slots()
                await stop.atNextRequest()
                // The stall itself, longer than the check's timeout.
                try await Task.sleep(for: .milliseconds(1_500))
                installation.send(SIGCONT)
                try await shop.isCheckedAgain(after: known)
            }
            try await eventually("a check with the lost time added, or a second attempt") {
                try await shop.results().contains { result in
                    let isLong = (result["latency_ms"]?.number ?? 0) > 900
                    return result["outcome"]?.string == "up" && (isLong || result["attempts"]?.int == 2)
                }
            }
            try await self.expectNobodyBlamed(shop, of: owner)
        }
    }

    @Test(.timeLimit(.minutes(3)))
    func `without file descriptors checks are unknown with a reason, and continue when there are some again`() async throws {
        try await withInstallation(.oneProcess) { installation, world in
            let owner = try await Owner(signingUpAt: installation)
            let port = try #require(world.tcpTarget.split(separator: ":").last)
            let byAddress = try await owner.watch("tcp", world.tcpTarget, confirmations: 0)
            let byName = try await owner.watch("tcp", "localhost:\(port)", confirmations: 0)
            for monitor in [byAddress, byName] { try await monitor.becomes("up") }
            for monitor in [byAddress, byName] {
                try await eventually("monitor \(monitor.id) could not be checked") {
                    // Open descriptors stay open: this few are already used at the start of the process.
                    try installation.limitDescriptors(to: 8)
                    // Two slots in which no check can connect.
                    try await Task.sleep(for: .seconds(2))
                    try installation.limitDescriptors(to: nil)
                    return try await monitor.results().contains { $0["reason"]?.string == "runner" }
                }
            }
            let message = try await byAddress.results().first { $0["reason"]?.string == "runner" }?["message"]?.string
            #expect(
                message?.hasSuffix("no file descriptors are left (raise the limit of open files)") == true, "\(message ?? "")")
            for monitor in [byAddress, byName] {
                try await monitor.becomes("up")
                try await self.expectNobodyBlamed(monitor, of: owner)
            }
        }
    }

    @Test(.timeLimit(.minutes(3)))
    func `a runner without connectivity reports unknown, and continues later`() async throws {
        let gateway = freePort()
        let settings = ["STATUSHAWK_CONNECTIVITY_CHECK": "127.0.0.1:\(gateway)"]
        try await withInstallation(.oneProcess, settings: settings) { installation, world in
            let owner = try await Owner(signingUpAt: installation)
            let queue = try await owner.watch("tcp", world.tcpTarget, confirmations: 1)
            try await queue.becomes("up")

            // Gateway and target are both gone, as with a lost network.
            try await world.set(["tcp": "refuse"])
            try await queue.becomes("unknown")
            let message = try await queue.results().first { $0["reason"]?.string == "runner" }?["message"]?.string
            #expect(message?.contains("STATUSHAWK_CONNECTIVITY_CHECK") == true && message?.contains("\(gateway)") == false)
            #expect(installation.errors.contains("This runner cannot reach any address of STATUSHAWK_CONNECTIVITY_CHECK"))
            #expect(try await installation.metrics().contains("statushawk_runner_connected 0\n"))
            try await world.set(["tcp": "up"])
            try await queue.becomes("up")
            try await self.expectNobodyBlamed(queue, of: owner)

            // The gateway is back: now the target is down.
            let listener = try await TCPTestServer(.hold, port: Int(gateway))
            try await eventually("the network's return is noticed") {
                installation.errors.contains("This runner reaches an address of STATUSHAWK_CONNECTIVITY_CHECK again")
            }
            try await world.set(["tcp": "refuse"])
            try await queue.becomes("down")
            #expect(try await owner.incidents().count == 1)
            try await listener.close()
        }
    }

    private func expectNobodyBlamed(_ monitor: Watched, of owner: Owner) async throws {
        #expect(try await monitor.results().allSatisfy { ["up", "unknown"].contains($0["outcome"]?.string) })
        #expect(try await owner.incidents().isEmpty)
    }
}
