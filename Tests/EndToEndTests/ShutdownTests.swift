import Foundation
import FoundationNetworking
import Glibc
import HawkCore
import HawkTestSupport
import Synchronization
import Testing

/// The shutdown that a service manager requests.
@Suite(.serialized, .enabled(if: Place.python != nil, "needs the Python tools that script/test installs"))
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

    @Test(.timeLimit(.minutes(3)), arguments: Topology.all)
    func `SIGTERM does not wait for a silent receiver, and the alert is sent after the next start`(
        _ topology: Topology
    ) async throws {
        try await withInstallation(topology) { installation, world in
            let owner = try await Owner(signingUpAt: installation)
            try await owner.createChannels(world)
            let shop = try await owner.watchHTTP(world)
            try await shop.becomes("up")
            try await world.set(["http": "fail", "webhook": "hold", "mail": "hold"])
            try await eventually("both alerts being sent") {
                let journal = try await world.journal()
                return !journal.webhooks.isEmpty && !journal.mails.isEmpty
            }

            #expect(try await installation.terminate(within: .seconds(10)).allSatisfy { $0 == 0 })

            let held = try await world.journal()
            try await world.set(["webhook": "accept", "mail": "accept"])
            try await installation.start()
            try await eventually("both alerts again", within: .seconds(120)) {
                let journal = try await world.journal()
                return journal.webhooks.count > held.webhooks.count && journal.mails.count > held.mails.count
            }
            let journal = try await world.journal()
            #expect(journal.deliveries(of: "incident.opened").count == 1)
            #expect(journal.messageIDs.count == 1)
        }
    }

    @Test(.timeLimit(.minutes(2)), arguments: Topology.all)
    func `SIGTERM ends every process within 10 s, even during long checks, and stored data is kept`(
        _ topology: Topology
    ) async throws {
        let silent = try await TCPTestServer(.hold)
        try await withInstallation(topology) { installation, world in
            let owner = try await Owner(signingUpAt: installation)
            let shop = try await owner.watchHTTP(world)
            try await shop.becomes("up")
            let slow: JSONValue = [
                "type": "http", "target": .string("http://127.0.0.1:\(silent.port)/"), "interval_seconds": 3_600,
                "timeout_seconds": 100, "confirmations": 0,
            ]
            let created = try await owner.caller.post("/api/v1/monitors", slow)
            #expect(created.status == 201, "\(created)")
            try await eventually("the slow check is in flight", within: .seconds(60)) {
                try await installation.metrics().contains(/statushawk_runner_checks_in_flight [12]\n/)
            }
            // One that a client waits for, which keeps the listener busy as well.
            let requested = Task { try await owner.caller.post("/api/v1/monitors/test", slow) }
            try await eventually("the client's check is in flight", within: .seconds(60)) {
                try await installation.metrics().contains(/statushawk_runner_checks_in_flight [23]\n/)
            }
            let before = try await shop.slots()

            let statuses = try await installation.terminateKeepingLogs(within: .seconds(10))
            #expect(statuses.statuses.allSatisfy { $0 == 0 }, "\(statuses.statuses)")
            #expect(statuses.logs.contains("Shutdown interrupted checks; they leave gaps"))
            _ = await requested.result

            try await installation.start()
            #expect(Set(before).isSubset(of: try await shop.slots()))
        }
        try await silent.close()
    }

    @Test(.timeLimit(.minutes(2)), arguments: Topology.all, [SIGTERM, SIGINT])
    func `a second signal ends at once what still waits for its checks and receivers`(_ topology: Topology, _ signal: Int32)
        async throws
    {
        let silent = try await TCPTestServer(.hold)
        try await withInstallation(topology) { installation, world in
            let owner = try await Owner(signingUpAt: installation)
            try await owner.createChannels(world)
            let shop = try await owner.watchHTTP(world)
            try await shop.becomes("up")
            try await world.set(["http": "fail", "webhook": "hold", "mail": "hold"])
            try await eventually("both alerts being sent") {
                let journal = try await world.journal()
                return !journal.webhooks.isEmpty && !journal.mails.isEmpty
            }
            // Checked at once, and for that long.
            let slow = try await owner.caller.post(
                "/api/v1/monitors",
                [
                    "type": "http", "target": .string("http://127.0.0.1:\(silent.port)/"), "interval_seconds": 3_600,
                    "timeout_seconds": 100, "confirmations": 0,
                ])
            #expect(slow.status == 201, "\(slow)")
            _ = try await owner.caller.post("/api/v1/monitors/\(shop.id)/pause").json()
            try await eventually("only the slow check is in flight") {
                try await installation.metrics().contains("\nstatushawk_runner_checks_in_flight 1\n")
            }

            installation.send(signal)
            try await eventually("each process logs its shutdown") {
                installation.logs.allSatisfy { $0.contains("Shutting down gracefully") }
            }
            installation.send(signal)
            let statuses = try await installation.exitStatuses(within: .seconds(10))
            for (roles, status) in zip(topology.processes, statuses) {
                // Processes that had nothing to wait for may have ended with 0 before the second signal.
                let waits = roles.isEmpty || roles.contains("runner") || roles.contains("notifier")
                #expect(status == 128 + signal || (!waits && status == 0), "\(roles)")
            }
        }
        try await silent.close()
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
