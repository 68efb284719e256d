import HawkCore
import HawkProbes
import HawkTestSupport
import NIOCore
import NIOPosix
import Testing

/// Everything that the program needs of a monitor type follows from its file and its line in a registry.
@Suite struct AddedTypeTests {
    private let type: AnyMonitorType

    init() throws {
        let registry = MonitorTypeRegistry([AnyMonitorType(GreetingProbe.self)])
        self.type = try #require(registry[GreetingProbe.type])
    }

    private func errors(_ settings: JSONValue) -> [FieldError] {
        let error = #expect(throws: OperationError.self) { try self.type.normalise(settings: settings) }
        return error?.errors ?? []
    }

    @Test func `the type has a form`() {
        #expect(self.type.form.map(\.name) == ["text", "times", "tone", "password", "ip_version", "dns_cache"])
        #expect(self.type.form[1] == FormField("times", "Times", .number, default: 1, minimum: 1, maximum: 5))
        #expect(self.type.form[2] == FormField("tone", "Tone", .select, default: "warm", options: ["warm", "cold"]))
        #expect(self.type.documentation == "docs/monitors/greeting.md")
    }

    @Test func `empty settings are stored with all defaults`() throws {
        let stored: JSONValue = [
            "text": "hello", "times": 1, "tone": "warm", "password": .null, "ip_version": "any", "dns_cache": true,
        ]
        #expect(try self.type.normalise(settings: [:]) == stored)
        #expect(try self.type.normalise(settings: stored) == stored)
    }

    @Test func `invalid settings are refused`() {
        #expect(self.errors(["text": ""]) == [FieldError("text", "must be 1 to 100 bytes long")])
        #expect(self.errors(["times": 6]) == [FieldError("times", "must be from 1 to 5")])
        #expect(self.errors(["tone": "loud"]) == [FieldError("tone", "must be one of warm, cold")])
        #expect(self.errors(["ip_version": "5"]) == [FieldError("ip_version", "must be one of any, 4, 6")])
        #expect(self.errors(["tone": "cold", "times": 2]) == [FieldError("times", "must be 1 with a cold tone")])
        #expect(self.errors(["volume": 2]) == [FieldError("volume", "is not a known field")])
    }

    @Test func `a monitor of the type is checked with its settings`() async throws {
        let fixture = try await ProbeFixture()
        let probe = try self.type.prepare(target: "local.test:80", settings: ["times": 4])
        #expect(probe.host == "local.test")
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: Observation.self)
        loop.execute {
            probe.observe(timeout: .seconds(30), freshLookup: false, on: loop, in: fixture.environment) {
                promise.completeWith($0)
            }
        }
        let observation = try await promise.futureResult.get()
        #expect(observation.outcome == .up && observation.latency == .milliseconds(4))
    }

    @Test func `the type has modules and samples for Prometheus`() throws {
        let module = try #require(self.type.export.modules["greeting_twice"])
        #expect(try self.type.normalise(settings: module)["times"] == 2)
        let samples = self.type.export.samples(Observation(.up, latency: .milliseconds(1)), "a.test:80")
        #expect(samples == [ProbeSample("probe_greeting_bytes", "Bytes", 9)])
    }
}
