import Foundation
import HawkCore
import HawkTestSupport
import Testing

/// A certificate that is not renewed, in the built program.
@Suite(.serialized, .enabled(if: Place.python != nil, "needs the Python tools that script/test installs"))
struct CertificateTests {
    @Test(.timeLimit(.minutes(3)), arguments: Topology.all)
    func `a certificate with ten days left alerts once on each channel, also after a restart`(_ topology: Topology)
        async throws
    {
        let authority = try TestAuthority()
        let identity = try authority.issue(
            ["shop.test"], addresses: [[127, 0, 0, 1]], from: .now - 80 * 86_400, until: .now + 10.5 * 86_400)
        let server = try await HTTPTestServer(identity: identity)
        try await withInstallation(topology) { installation, world in
            let owner = try await Owner(signingUpAt: installation)
            try await owner.createChannels(world)
            let shop = try await owner.watch([
                "name": "Shop", "type": "http", "target": .string("https://127.0.0.1:\(server.port)/"),
                "settings": ["ca_certificates": .string(authority.pem)],
            ])
            try await shop.becomes("up")
            let journal = try await awaitValue("the warning on both channels") {
                let journal = try await world.journal()
                return journal.webhooks.isEmpty || journal.mails.isEmpty ? nil : journal
            }
            let alert = try #require(journal.webhooks[0]["body"])
            #expect(alert["event"]?.string == "incident.opened" && alert["message"]?.string == "certificate expires in 10 days")
            #expect(alert["monitor"]?["status"]?.string == "up" && alert["incident"]?["cause"]?.string == "certificate")
            #expect(journal.mails[0]["subject"]?.string == "Shop: certificate expires in 10 days")
            #expect(journal.mails[0]["text"]?.string?.contains("it was issued by CN=Test Authority") == true)
            #expect(try await owner.caller.get("/api/v1/monitors/\(shop.id)").json()["certificate_days_left"]?.int == 10)

            try await installation.killAtOnce()
            try await installation.start()
            try await shop.isCheckedAgain(after: try await shop.slots())
            try await shop.isCheckedAgain(after: try await shop.slots())
            #expect(try await owner.incidents().map { $0["cause"]?.string } == ["certificate"])
            #expect(try await world.journal().messageIDs.count == 1)
        }
        try await server.close()
    }
}
