import HawkCore
import HawkTestSupport
import Testing

/// A full disk, in the whole program: simulated by the file size limit, which any user may lower and raise again.
@Suite(.serialized, .enabled(if: Place.python != nil, "needs the Python tools that script/test installs"))
struct FullDiskTests {
    @Test(.timeLimit(.minutes(2)))
    func `a full disk is reported in a sentence, loses no result and is over when there is room again`() async throws {
        try await withInstallation(.oneProcess) { installation, world in
            let owner = try await Owner(signingUpAt: installation)
            let shop = try await owner.watchHTTP(world)
            try await shop.becomes("up")

            try installation.limitFiles(to: 65_536)
            let refused = try await owner.caller.post(
                "/api/v1/monitors", ["type": "tcp", "target": .string(world.tcpTarget), "name": "Queue"])
            #expect(refused.status == 503 && refused.text.contains("the database's disk is full or failing"))
            try await eventually("/readyz reports it") { try await owner.caller.get("/readyz").status == 503 }
            try await eventually("the log has the error, and that results are kept") {
                installation.errors.contains("Failed to store check results; they are kept and retried")
                    && installation.errors.contains("the database's disk is full or failing")
            }
            // Stored data can be read all the time.
            let known = try await shop.slots()
            #expect(try await owner.caller.get("/api/v1/monitors").json().items.count == 1)

            try installation.limitFiles(to: nil)
            try await shop.isCheckedAgain(after: known)
            try await eventually("/readyz") { try await owner.caller.get("/readyz").status == 200 }
            let instants = try await shop.slots().compactMap(Instant.init)
            // The first check ran at once, all others are on the grid of one second.
            for (slot, next) in zip(instants.dropFirst(), instants.dropFirst(2)) { #expect(next - slot == .seconds(1)) }
            #expect(try await shop.status == "up")
            #expect(try await owner.incidents().isEmpty)
        }
    }
}
