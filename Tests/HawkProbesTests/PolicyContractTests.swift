import HawkCore
import HawkNet
import HawkProbes
import HawkTestSupport
import Testing

/// No monitor type can bypass the target policy.
@Suite struct PolicyContractTests {
    @Test(arguments: ProbeContractTests.checked, ["127.0.0.1", "169.254.169.254", "::1", "fd00:ec2::254", "64:ff9b::7f00:1"])
    func `a type connects to no address that the policy refuses`(_ type: AnyMonitorType, _ address: String) async throws {
        let bench = try await ProbeFixture(policy: TargetPolicy(allowPrivate: false))
        let target = try type.normalise(target: try #require(type.targetField?.placeholder))
        var settings: [String: JSONValue] = [:]
        // Other hosts that a type contacts besides its target, or instead of it.
        if type.form.contains(where: { $0.name == "resolver" }) { settings["resolver"] = "named.test" }
        let host = try type.prepare(target: target, settings: type.normalise(settings: [:])).host
        for name in [host, "named.test"] { bench.dns.set(name, .addresses([try #require(IPAddress(address))])) }
        let seen = try await bench.observe(type.type, target, .object(settings))
        #expect(seen.outcome == .down && seen.reason == .policy, "\(seen.outcome) \(seen.message)")
        #expect(seen.evidence.peer == nil)
    }
}
