import Foundation
import HawkCore
import HawkTestSupport
import Testing

/// A damaged page of the SQLite file, in the whole program.
@Suite(.serialized, .enabled(if: Place.python != nil, "needs the Python tools that script/test installs"))
struct DamageTests {
    @Test(.timeLimit(.minutes(3)), arguments: ["results", "location_states"])
    func `damage is reported, loses no result, and ends with the repair`(_ table: String) async throws {
        let place = try Place()
        defer { place.remove() }
        try await withInstallation(.oneProcess) { installation, world in
            let owner = try await Owner(signingUpAt: installation)
            let shop = try await owner.watchHTTP(world)
            try await shop.becomes("up")
            let before = try await shop.slots()
            let file = installation.dataDirectory + "/statushawk.db"
            #expect(try await self.doctor(installation, place).status == 0)

            _ = try await installation.terminate(within: .seconds(10))
            let sound = try Data(contentsOf: URL(filePath: file))
            let damage = Place.repository + "/Tests/Tools/damage.py"
            let tool = try Program([damage, file, table], of: try #require(Place.python), in: place)
            #expect(try await tool.exitStatus(within: .seconds(30)) == 0, "\(tool.errors)")

            try await installation.start()
            try await eventually("the damage is found", within: .seconds(60)) {
                try await owner.caller.get("/readyz").text.contains("database integrity")
            }
            try await eventually("results are held", within: .seconds(60)) {
                try await self.held(installation) >= 3
            }
            #expect(try await owner.caller.get("/readyz").text.contains("result storage"))
            #expect(try await installation.metrics().contains("\nstatushawk_recorder_dropped_results_total 0\n"))
            #expect(installation.errors.contains("critical") && installation.errors.contains("The database is damaged"))
            let found = try await self.doctor(installation, place)
            #expect(found.status == 1 && found.text.contains("the table \(table) is damaged"), "\(found)")

            _ = try await installation.terminate(within: .seconds(10))
            let held = try FileManager.default.contentsOfDirectory(atPath: installation.dataDirectory + "/spill/held").count
            #expect(held >= 3)
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + suffix) }  // of the damaged file
            try sound.write(to: URL(filePath: file))
            try await installation.start()
            try await eventually("held results are stored") { try await shop.slots().count >= before.count + held }
            try await eventually("/readyz") { try await owner.caller.get("/readyz").status == 200 }
            #expect(try await self.doctor(installation, place).status == 0)
        }
    }

    private func held(_ installation: Installation) async throws -> Int {
        let page = try await installation.metrics()
        return page.matches(of: /\nstatushawk_recorder_held_results_total (\d+)/).compactMap { Int($0.1) }.reduce(0, +)
    }

    private func doctor(_ installation: Installation, _ place: Place) async throws -> (status: Int32, text: String) {
        let program = try Program(["doctor"], environment: ["STATUSHAWK_DATA_DIR": installation.dataDirectory], in: place)
        let status = try await program.exitStatus(within: .seconds(30))
        return (status, program.output + program.errors)
    }
}
