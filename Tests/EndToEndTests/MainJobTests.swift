import HawkCore
import HawkTestSupport
import Testing

/// The main job, from sign-up to the recovery, with the built program and real servers.
@Suite(.serialized, .enabled(if: Place.python != nil, "needs the Python tools that script/test installs"))
struct MainJobTests {
    @Test(.timeLimit(.minutes(5)), arguments: Topology.all)
    func `an outage is confirmed, alerted, shown and resolved`(_ topology: Topology) async throws {
        try await withInstallation(topology) { installation, world in
            let owner = try await Owner(signingUpAt: installation)
            try await owner.createChannels(world)
            let shop = try await owner.watchHTTP(world)
            let queue = try await owner.watchTCP(world)
            try await owner.publishPage(of: [shop, queue])
            try await shop.becomes("up")
            try await queue.becomes("up")

            try await self.ignoresABlip(shop, of: owner, world)
            try await self.alertsOfAnOutage(shop, of: owner, world)
            try await self.shows("partial_outage", at: installation)
            #expect(try await queue.status == "up")

            try await world.set(["http": "up"])
            try await self.alertsOfTheRecovery(shop, of: owner, world)
            try await self.shows("operational", at: installation)

            // A target that refuses connections, of the other type.
            try await world.set(["tcp": "refuse"])
            try await queue.becomes("down")
            #expect(try await owner.incidents().first?["reason"]?.string == "refused")
            try await world.set(["tcp": "up"])
            try await queue.becomes("up")
            try await eventually("four messages on each channel") {
                let journal = try await world.journal()
                return journal.deliveries(of: "incident.resolved").count == 2 && journal.messageIDs.count == 4
            }
        }
    }

    @Test(.timeLimit(.minutes(2)), arguments: Topology.all)
    func `a mail server that never answers does not delay webhooks`(_ topology: Topology) async throws {
        try await withInstallation(topology) { installation, world in
            let owner = try await Owner(signingUpAt: installation)
            try await owner.createChannels(world)
            let shop = try await owner.watchHTTP(world)
            try await shop.becomes("up")
            try await world.set(["http": "fail", "mail": "hold"])
            try await shop.becomes("down")
            try await eventually("the mail being sent") { try await !world.journal().mails.isEmpty }
            try await world.set(["http": "up"])
            try await eventually("the recovery by webhook", within: .seconds(5)) {
                try await world.journal().deliveries(of: "incident.resolved").count == 1
            }
            #expect(try await world.journal().mails.count == 1)
        }
    }

    /// One failed attempt is retried within the same check, and alerts no one.
    private func ignoresABlip(_ shop: Watched, of owner: Owner, _ world: World) async throws {
        try await world.blip()
        let confirmed = try await awaitValue("a check that needed a second attempt") {
            try await shop.results().first { $0["attempts"]?.int == 2 }
        }
        #expect(confirmed["outcome"]?.string == "up")
        #expect(try await owner.incidents().isEmpty)
        #expect(try await world.journal().webhooks.isEmpty)
    }

    private func alertsOfAnOutage(_ shop: Watched, of owner: Owner, _ world: World) async throws {
        try await world.set(["http": "fail"])
        try await shop.becomes("down")
        let incidents = try await owner.incidents()
        #expect(incidents.count == 1)
        #expect(incidents[0]["reason"]?.string == "status")
        #expect(incidents[0]["resolved_at"] == .null)
        let started = try #require(incidents[0]["started_at"]?.string)
        let confirmed = try #require(incidents[0]["confirmed_at"]?.string)
        #expect(started <= confirmed)

        let journal = try await awaitValue("the outage on both channels") {
            let journal = try await world.journal()
            return journal.webhooks.isEmpty || journal.mails.isEmpty ? nil : journal
        }
        let alert = try #require(journal.webhooks[0]["body"])
        #expect(alert["event"]?.string == "incident.opened")
        #expect(alert["monitor"]?["name"]?.string == "Shop")
        #expect(alert["incident"]?["started_at"]?.string == started)
        #expect(journal.webhooks[0]["signature"]?.string?.hasPrefix("t=") == true)
        #expect(journal.mails[0]["recipients"]?.array == ["oncall@example.com"])
        #expect(journal.mails[0]["subject"]?.string?.contains("Shop") == true)
    }

    private func alertsOfTheRecovery(_ shop: Watched, of owner: Owner, _ world: World) async throws {
        try await shop.becomes("up")
        #expect(try await owner.incidents()[0]["resolved_at"]?.string != nil)
        let journal = try await awaitValue("the recovery on both channels") {
            let journal = try await world.journal()
            return journal.webhooks.count == 2 && journal.mails.count == 2 ? journal : nil
        }
        #expect(journal.webhooks[1]["body"]?["event"]?.string == "incident.resolved")
        #expect(journal.webhooks[1]["body"]?["monitor"]?["status"]?.string == "up")
        #expect(journal.messageIDs.count == 2)
    }

    /// The public page without an account: the same state as HTML and JSON, without the targets.
    private func shows(_ status: String, at installation: Installation) async throws {
        let anyone = Caller(installation.url)
        let page = try await awaitValue("the page's \(status)") {
            let page = try await anyone.get("/status/acme.json").json()
            return page["status"]?.string == status ? page : nil
        }
        #expect(page["sections"]?.array.first?["components"]?.array.count == 2)
        let html = try await anyone.get("/status/acme").text
        #expect(html.contains("Acme"))
        #expect(!html.contains("127.0.0.1"))
        #expect(!html.contains("<script"))
    }
}
