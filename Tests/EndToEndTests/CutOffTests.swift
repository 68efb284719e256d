import Foundation
import HawkCore
import Testing

/// `statushawk check` on a machine without a network or without free ports, in its own network namespace.
@Suite(.enabled(if: Place.hasNamespaces, "needs the Python tools, and permission for user namespaces")) struct CutOffTests {
    /// - Returns: the exit status and the result of the check.
    private func check(_ machine: [String], _ type: String, _ target: String) async throws -> (Int32, JSONValue) {
        let place = try Place()
        defer { place.remove() }
        let program = try Program(
            [Place.repository + "/Tests/Tools/cut_off.py"] + machine
                + [Place.program, "check", "--type", type, "--timeout", "5", "--json", target],
            of: try #require(Place.python), in: place)
        let status = try await program.exitStatus(within: .seconds(60))
        return (status, try JSONDecoder().decode(JSONValue.self, from: Data(program.output.utf8)))
    }

    private func expectOurFault(_ machine: [String], _ type: String, _ target: String, _ message: String) async throws {
        let (status, result) = try await self.check(machine, type, target)
        #expect(status == 2 && result["outcome"]?.string == "unknown" && result["reason"]?.string == "runner", "\(result)")
        #expect(result["message"]?.string == message)
    }

    @Test(arguments: ["nothing", "loopback"]) func `without a route no target is down`(_ machine: String) async throws {
        for address in ["192.0.2.1", "[2001:db8::1]"] {
            try await self.expectOurFault(
                [machine], "tcp", "\(address):443", "this machine has no route to \(address):443")
        }
    }

    @Test func `without a network no name server answers, and the name is not reported as missing`() async throws {
        let (status, result) = try await self.check(["loopback"], "tcp", "shop.example.com:443")
        #expect(status == 2 && result["reason"]?.string == "runner", "\(result)")
    }

    @Test func `a refused connection is down even on a machine without routes`() async throws {
        let (status, result) = try await self.check(["loopback"], "tcp", "127.0.0.1:8000")
        #expect(status == 1 && result["reason"]?.string == "refused", "\(result)")
    }

    @Test func `a lack of local ports is our fault`() async throws {
        try await self.expectOurFault(
            ["ports", "8000"], "tcp", "127.0.0.1:8000", "cannot connect to 127.0.0.1:8000: no local port is left")
    }
}
