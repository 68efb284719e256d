import HawkCore
import HawkTestSupport
import Testing

/// `kill -9` at the points where something could be lost. Afterwards nothing is missing, checks continue, and each alert was
/// delivered.
@Suite(.serialized, .enabled(if: Place.python != nil, "needs the Python tools that script/test installs"))
struct CrashTests {
    /// How long an alert may take after a crash: a claim on a delivery lasts 60 s, and a retry waits a little longer.
    private let deliveryLimit = Duration.seconds(120)

    @Test(.timeLimit(.minutes(5)), arguments: Topology.all)
    func `killed without an outage, it continues where it was`(_ topology: Topology) async throws {
        try await self.withOutageAhead(topology) { installation, world, shop, owner in
            try await self.killAndRestart(installation, shop)
            try await shop.becomes("up")
            #expect(try await owner.incidents().isEmpty)
            #expect(try await world.journal().webhooks.isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: Topology.all)
    func `killed as soon as an outage is confirmed, it alerts on both channels`(_ topology: Topology) async throws {
        try await self.withOutageAhead(topology) { installation, world, shop, owner in
            try await world.set(["http": "fail"])
            try await eventually("the incident") { try await !owner.incidents().isEmpty }
            try await self.killAndRestart(installation, shop)
            try await self.endsWithOneAlertOfEachKind(world, shop, owner)
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: Topology.all)
    func `killed between two alerts, it sends the missing one`(_ topology: Topology) async throws {
        try await self.withOutageAhead(topology) { installation, world, shop, owner in
            try await world.set(["http": "fail", "mail": "hold"])
            try await eventually("the webhook is sent, the mail is being sent") {
                let journal = try await world.journal()
                return journal.webhooks.count == 1 && journal.mails.count == 1
            }
            try await self.killAndRestart(installation, shop)
            try await world.set(["mail": "accept"])
            try await self.endsWithOneAlertOfEachKind(world, shop, owner)
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: Topology.all)
    func `killed while sending, it repeats the alert with the same key`(_ topology: Topology) async throws {
        try await self.withOutageAhead(topology) { installation, world, shop, owner in
            try await world.set(["http": "fail", "webhook": "hold"])
            try await eventually("the webhook is being sent") { try await !world.journal().webhooks.isEmpty }
            try await self.killAndRestart(installation, shop)
            try await world.set(["webhook": "accept"])
            try await eventually("the repeat", within: self.deliveryLimit) {
                try await world.journal().webhooks.count > 1
            }
            try await self.endsWithOneAlertOfEachKind(world, shop, owner)
        }
    }

    /// Provides a monitored target that is up, and both channels.
    private func withOutageAhead(
        _ topology: Topology, _ body: (Installation, World, Watched, Owner) async throws -> Void
    ) async throws {
        try await withInstallation(topology) { installation, world in
            let owner = try await Owner(signingUpAt: installation)
            try await owner.createChannels(world)
            let shop = try await owner.watchHTTP(world)
            try await shop.becomes("up")
            try await body(installation, world, shop, owner)
        }
    }

    /// Kills all processes, restarts them, and expects that every stored result is still there and that checks continue.
    private func killAndRestart(_ installation: Installation, _ shop: Watched) async throws {
        let before = try await shop.slots()
        try await installation.killAtOnce()
        try await installation.start()
        try await shop.isCheckedAgain(after: before)
        let after = try await shop.slots()
        #expect(Set(before).isSubset(of: after))
    }

    /// Repairs the target, and expects one outage and one recovery on each channel, regardless of what was repeated.
    private func endsWithOneAlertOfEachKind(_ world: World, _ shop: Watched, _ owner: Owner) async throws {
        try await shop.becomes("down")
        try await world.set(["http": "up"])
        try await shop.becomes("up")
        let journal = try await awaitValue("the recovery on both channels", within: self.deliveryLimit) {
            let journal = try await world.journal()
            return journal.deliveries(of: "incident.resolved").isEmpty || journal.messageIDs.count < 2 ? nil : journal
        }
        #expect(journal.deliveries(of: "incident.opened").count == 1)
        #expect(journal.deliveries(of: "incident.resolved").count == 1)
        #expect(journal.messageIDs.count == 2)
        #expect(try await owner.incidents().count == 1)
    }
}
