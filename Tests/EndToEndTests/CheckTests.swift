import Foundation
import Glibc
import HawkCore
import HawkTestSupport
import Testing

/// `statushawk check`, as a shell runs it.
@Suite(.serialized, .enabled(if: Place.python != nil, "needs the Python tools that script/test installs"))
struct CheckTests {
    private struct Ended {
        let status: Int32
        let output: String
        let errors: String
    }

    /// - Parameter input: the content of standard input.
    private func check(_ arguments: [String], in place: Place, input: String? = nil) async throws -> Ended {
        let pipe = input.map { _ in Pipe() }
        let program = try Program(["check"] + arguments, in: place, input: pipe)
        if let input, let pipe {
            try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try pipe.fileHandleForWriting.close()
        }
        let status = try await program.exitStatus(within: .seconds(60))
        return Ended(status: status, output: program.output, errors: program.errors)
    }

    private func withWorld(_ body: (World, Place) async throws -> Void) async throws {
        let place = try Place()
        defer { place.remove() }
        try await body(World(in: place), place)
    }

    @Test func `its exit status is the outcome`() async throws {
        try await self.withWorld { world, place in
            let up = try await self.check([world.httpTarget], in: place)
            #expect(up.status == 0 && up.errors.isEmpty)
            #expect(up.output.hasPrefix("\(world.httpTarget) is up\n  status             200  (HTTP/1."))
            #expect(up.output.contains("\n  time_connect ") && up.output.contains("\n  time_total "))
            #expect(try await self.check(["--type", "tcp", world.tcpTarget], in: place).status == 0)
            try await world.set(["http": "fail", "tcp": "refuse"])
            let down = try await self.check([world.httpTarget, "--confirmations", "1"], in: place)
            #expect(down.status == 1 && down.output.contains("\n  attempts           2\n"))
            let refused = try await self.check(["--type", "tcp", world.tcpTarget], in: place)
            #expect(refused.status == 1 && refused.output.contains("refused"))
        }
    }

    @Test func `with JSON it prints one line for each check`() async throws {
        try await self.withWorld { world, place in
            let ended = try await self.check(["--json", "--repeat", "3", "--interval", "0.1", world.httpTarget], in: place)
            let lines = ended.output.split(separator: "\n")
            #expect(ended.status == 0 && lines.count == 3)
            for line in lines {
                let result = try JSONDecoder().decode(JSONValue.self, from: Data(line.utf8))
                #expect(result["outcome"] == "up" && result["status_code"] == 200 && result["reason"] == "none")
            }
        }
    }

    @Test func `with repeats it ends with a summary and the worst outcome`() async throws {
        try await self.withWorld { world, place in
            try await world.blip()
            let ended = try await self.check(["--repeat", "3", "--interval", "0.1", world.httpTarget], in: place)
            #expect(ended.status == 1)
            let lines = ended.output.split(separator: "\n")
            #expect(lines.count == 5 && lines[0].hasPrefix("down ") && lines[1].hasPrefix("up "))
            #expect(lines[3] == "\(world.httpTarget): 3 checks, 2 up, 1 down")
            #expect(lines[4].hasPrefix("latency min/mean/p95/max = "))
        }
    }

    @Test func `Ctrl-C ends it at once, with the summary of the checks until then`() async throws {
        try await self.withWorld { world, place in
            let program = try Program(["check", "--repeat", "0", "--interval", "3600", world.httpTarget], in: place)
            try await eventually("the first check") { program.output.contains("\n") }
            program.send(SIGINT)
            #expect(try await program.exitStatus(within: .seconds(10)) == 0)
            #expect(program.output.contains("\(world.httpTarget): 1 check, 1 up\nlatency "))
        }
    }

    @Test func `settings are those of a monitor, and secrets come from a file or standard input`() async throws {
        try await self.withWorld { world, place in
            let settings = ["--set", "expected_status=500-599, 404", "--set", "ip_version=4", "--set", "headers=X-A: 1"]
            let ended = try await self.check(
                settings + ["--set", "bearer_token=@-", world.httpTarget], in: place, input: "hunter2\n")
            #expect(ended.status == 1 && ended.output.contains("expected 500-599, 404"))
            #expect(!ended.output.contains("hunter2"))
        }
    }

    @Test(arguments: [
        [], ["shop.example"], ["--type", "gopher", "x"], ["--type", "heartbeat", "x"], ["--type", "tcp", "x"], ["http://"],
        ["http://x", "--set", "colour=red"], ["http://x", "--set", "ip_version=5"], ["http://x", "--set", "password=hunter2"],
        ["http://x", "--timeout", "0"], ["http://x", "--repeat", "-1"], ["http://x", "--interval=-1"],
        ["http://x", "--nonsense"],
        ["http://x", "--ca-file", "/nowhere.pem"],
    ])
    func `an invalid command line is a usage error without an outcome`(_ arguments: [String]) async throws {
        let place = try Place()
        defer { place.remove() }
        let ended = try await self.check(arguments, in: place)
        #expect(ended.status == 64 && ended.output.isEmpty && !ended.errors.isEmpty)
        #expect(!ended.errors.contains("hunter2"))
    }
}
