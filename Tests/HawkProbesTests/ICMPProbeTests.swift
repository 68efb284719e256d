import Glibc
import HawkCore
import HawkNet
import HawkTestSupport
import NIOPosix
import Testing

@testable import HawkProbes

@Suite struct ICMPProbeTests {
    @Test(arguments: ["127.0.0.1", "::1", "local.test"]) func `a host that answers is up`(_ host: String) async throws {
        guard let seen = try await self.observe(host) else { return }
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(seen.latency > .zero && seen.latency < .seconds(10))
        #expect(seen.evidence.peer != nil)
    }

    @Test(arguments: [16, 1_472]) func `several packets of any size give one latency`(_ size: Int64) async throws {
        guard let seen = try await self.observe("127.0.0.1", ["packets": 3, "packet_size": .int(size)]) else { return }
        #expect(seen.outcome == .up, "\(seen.message)")
    }

    @Test func `a hundred hosts are checked concurrently through one socket`() async throws {
        let bench = try await ProbeFixture()
        guard try await self.observe("127.0.0.1", in: bench) != nil else { return }
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            for host in 1...100 { group.addTask { try await bench.observe(.icmp, "127.0.1.\(host)").outcome } }
            for try await outcome in group { #expect(outcome == .up) }
        }
    }

    @Test func `a name with a dead first address is up through its second`() async throws {
        let bench = try await ProbeFixture(["dual.test": .addresses([.v4(0xC612_00FE), .v4(0x7F00_0001)])])
        guard let seen = try await self.observe("dual.test", in: bench) else { return }
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(seen.evidence.peer == "127.0.0.1")
    }

    @Test(.enabled("needs root") { await NetworkNamespace.isPermitted() }, arguments: [EchoSocket.Kind.ping, .raw])
    func `IPv6 works through either kind of socket`(_ kind: EchoSocket.Kind) async throws {
        let socket = try await NetworkNamespace.open { try EchoSocket(family: .v6, kind) }
        #expect(socket.isRaw == (kind == .raw))
        let pinger = Pinger(group: MultiThreadedEventLoopGroup.singleton) { _ throws(EchoFailure) in socket }
        let bench = try await ProbeFixture(pinger: pinger)
        let settings: JSONValue = [
            "packets": 3, "packet_interval_ms": 10, "packet_size": 1_472,
            "assertions": [["source": "packet_loss", "operator": "less_than", "value": 1]],
        ]
        let seen = try await bench.observe(.icmp, "::1", settings)
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(seen.evidence.peer == "::1")
    }

    @Test func `round trips beyond their limit are reported`() async throws {
        let settings: JSONValue = [
            "packets": 2, "packet_interval_ms": 10,
            "assertions": [["source": "latency", "operator": "greater_than", "value": 86_400_000, "severity": "degraded"]],
        ]
        guard let seen = try await self.observe("127.0.0.1", settings) else { return }
        #expect(seen.outcome == .degraded && seen.reason == .assertion)
        #expect(seen.message.hasPrefix("the round trip to 127.0.0.1 takes "))
        #expect(seen.message.hasSuffix(" ms: it must be more than 86400000 ms"))
    }

    @Test(arguments: [EMFILE, ENFILE, ENOMEM, EACCES, EPERM]) func `a socket that cannot be opened is a runner fault`(
        _ code: Int32
    ) async throws {
        let pinger = Pinger(group: MultiThreadedEventLoopGroup.singleton) { _ throws(EchoFailure) in
            throw EchoFailure(openingFailedWith: code)
        }
        let bench = try await ProbeFixture(pinger: pinger)
        await #expect(throws: RunnerFault.self) { try await bench.observe(.icmp, "127.0.0.1") }
    }

    @Test(arguments: [ENOBUFS, EPERM, ENOMEM, EAGAIN]) func `an echo that this machine cannot send is a runner fault`(
        _ code: Int32
    ) {
        guard case .ours = EchoFailure(sendingFailedWith: code, to: .v4(0x7F00_0001)) else {
            Issue.record("\(code) counts as the target's fault")
            return
        }
    }

    @Test func `a forbidden address gets no echo`() async throws {
        let bench = try await ProbeFixture(policy: TargetPolicy(allowPrivate: false))
        let seen = try await bench.observe(.icmp, "127.0.0.1")
        #expect(seen.outcome == .down && seen.reason == .policy)
    }

    @Test func `a host without an answer times out or has no route`() async throws {
        guard let seen = try await self.observe("198.18.0.254", timeout: .milliseconds(300)) else { return }
        #expect(seen.outcome == .down)
        #expect(seen.reason == .timeout || seen.reason == .unreachable)
        if seen.reason == .timeout { #expect(seen.message == "no answer from 198.18.0.254 within 0.3 s") }
    }

    /// Nil if this machine does not permit echoes: then the fault must say how to permit them.
    private func observe(
        _ host: String, _ settings: JSONValue = [:], timeout: Duration = .seconds(30), in bench: ProbeFixture? = nil
    ) async throws -> Observation? {
        let fixture: ProbeFixture
        if let bench { fixture = bench } else { fixture = try await ProbeFixture() }
        do {
            return try await fixture.observe(.icmp, host, settings, timeout: timeout)
        } catch let fault as RunnerFault {
            #expect(fault.description.contains("sysctl -w net.ipv4.ping_group_range=\"0 2147483647\""))
            #expect(fault.description.contains("setcap cap_net_raw+ep /"))
            return nil
        }
    }
}
