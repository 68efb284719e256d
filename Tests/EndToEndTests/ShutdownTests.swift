import Foundation
import FoundationNetworking
import HawkCore
import Synchronization
import Testing

/// The end that a service manager asks for.
@Suite(.serialized, .enabled(if: Place.python != nil, "script/test installs the Python tools that play the outside world"))
struct ShutdownTests {
    @Test(.timeLimit(.minutes(2)), arguments: Topology.all)
    func `SIGTERM ends every process within 10 s, with a live client connected and checks running`(_ topology: Topology)
        async throws
    {
        try await withInstallation(topology) { installation, world in
            let owner = try await Owner(signingUpAt: installation)
            let shop = try await owner.watchHTTP(world)
            try await shop.becomes("up")
            let events = EventListener(owner.caller)
            try await eventually("a live event") { events.text.contains("event: check") }
            let before = try await shop.slots()

            #expect(try await installation.terminate(within: .seconds(10)).allSatisfy { $0 == 0 })

            try await installation.start()
            #expect(Set(before).isSubset(of: try await shop.slots()))
        }
    }
}

/// A client of `/events` that stays connected.
private final class EventListener: NSObject, URLSessionDataDelegate {
    private let received = Mutex("")

    init(_ caller: Caller) {
        super.init()
        let session = URLSession(configuration: .ephemeral, delegate: self, delegateQueue: nil)
        session.dataTask(with: caller.request("GET", "/api/v1/events")).resume()
        session.finishTasksAndInvalidate()
    }

    var text: String { self.received.withLock { $0 } }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        self.received.withLock { $0 += String(decoding: data, as: UTF8.self) }
    }
}
