import Glibc
import HawkCore
import HawkNet
import HawkTestSupport
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import HawkProbes

/// Replies to an echo, through ping sockets and raw ones, from a scripted peer.
@Suite(
    .serialized, .enabled("needs root to create network namespaces") { await NetworkNamespace.isPermitted() }
)
struct HostileEchoTests {
    private static let kinds = [EchoSocket.Kind.ping, .raw]
    private static let router = IPAddress.v4(0x0A00_0001)
    private static let short = Duration.milliseconds(300)

    @Test(arguments: kinds) func `a target that answers is up`(_ kind: EchoSocket.Kind) async throws {
        let bench = try await EchoFixture(kind) { [$0.reply] }
        let seen = try await bench.observe("127.0.0.7", ["packets": 3, "packet_interval_ms": 10, "packet_size": 1_472])
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(seen.evidence.peer == "127.0.0.7")
        #expect(seen.latency > .zero)
    }

    @Test(arguments: kinds) func `lost echoes are counted, and duplicates do not replace them`(
        _ kind: EchoSocket.Kind
    ) async throws {
        let bench = try await EchoFixture(kind) { $0.number < 3 ? [$0.reply, $0.reply, $0.reply] : [] }
        let seen = try await bench.observe(
            "127.0.0.7",
            [
                "packets": 5, "packet_interval_ms": 10,
                "assertions": [["source": "packet_loss", "operator": "less_than", "value": 20]],
            ])
        #expect(seen.outcome == .down && seen.reason == .assertion)
        #expect(seen.message == "127.0.0.7 lost 2 of 5 echoes (40%): it must be less than 20%")
        let lines = try #require(seen.evidence.body).split(separator: "\n")
        #expect(lines.count == 5 && lines[2].hasSuffix(" ms") && lines[3] == "echo 4 to 127.0.0.7: lost")
    }

    @Test(arguments: kinds) func `a lost first echo is exactly one lost echo`(_ kind: EchoSocket.Kind) async throws {
        let bench = try await EchoFixture(kind) { $0.number == 0 ? [] : [$0.reply] }
        let seen = try await bench.observe(
            "127.0.0.7",
            [
                "packets": 4, "packet_interval_ms": 10,
                "assertions": [
                    ["source": "packet_loss", "operator": "less_than", "value": "25.5"],
                    ["source": "packet_loss", "operator": "less_than", "value": 25, "severity": "degraded"],
                ],
            ])
        #expect(seen.outcome == .degraded && seen.reason == .assertion)
        #expect(seen.message == "127.0.0.7 lost 1 of 4 echoes (25%): it must be less than 25%")
    }

    @Test(arguments: kinds) func `an echo that arrives late during a stall is not lost`(_ kind: EchoSocket.Kind)
        async throws
    {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let bench = try await EchoFixture(kind, group: group) { request in
            guard request.number == 1 else { return [request.reply] }
            usleep(100_000)  // the first reply has been read, and the second is awaited
            group.next().execute { usleep(2_000_000) }  // the stall itself
            usleep(2_300_000)
            return [request.reply]
        }
        let seen = try await bench.observe(
            "127.0.0.7",
            [
                "packets": 2, "packet_interval_ms": 10,
                "assertions": [["source": "packet_loss", "operator": "less_than", "value": 1]],
            ])
        #expect(seen.outcome == .up, "\(seen.message)")
        try await group.shutdownGracefully()
    }

    @Test(arguments: kinds) func `forged, foreign and truncated replies are ignored`(_ kind: EchoSocket.Kind) async throws {
        let bench = try await EchoFixture(kind) { request in
            var fromElsewhere = request.reply
            fromElsewhere.from = Self.router
            var otherToken = request.reply
            otherToken.message[8] ^= 1
            var otherSlot = request.reply
            otherSlot.message[20] ^= 1
            var otherLane = request.reply
            otherLane.message[16] = 0xFF
            var empty = request.reply
            empty.message = Array(empty.message.prefix(8))
            var cut = request.reply
            cut.message = Array(cut.message.prefix(23))
            var timestampRequest = request.reply
            timestampRequest.message[0] = 13
            return [fromElsewhere, otherToken, otherSlot, otherLane, empty, cut, timestampRequest]
        }
        let seen = try await bench.observe("127.0.0.7", timeout: Self.short)
        #expect(seen.outcome == .down && seen.reason == .timeout)
        #expect(seen.message == "no answer from 127.0.0.7 within 0.3 s")
        #expect(seen.evidence.body == "echo 1 to 127.0.0.7: lost")
    }

    @Test(arguments: kinds) func `a reply after the end of its check does no harm`(_ kind: EchoSocket.Kind) async throws {
        // The reply to each request comes with the next one, when its check has ended.
        let late = LateAnswers()
        let bench = try await EchoFixture(kind) { request in
            let before = late.exchange(request.reply)
            return request.number == 2 ? [before, request.reply].compactMap { $0 } : [before].compactMap { $0 }
        }
        for _ in 0..<2 {
            let seen = try await bench.observe("127.0.0.7", timeout: Self.short, ends: false)
            #expect(seen.reason == .timeout)
        }
        #expect(try await bench.observe("127.0.0.7").outcome == .up)
    }

    @Test(
        arguments: kinds,
        [
            (3, 0, "network unreachable"), (3, 1, "host unreachable"), (3, 2, "protocol unreachable"), (3, 3, "port unreachable"),
            (3, 13, "administratively prohibited"), (11, 0, "time to live exceeded"),
        ] as [(UInt8, UInt8, String)])
    func `an error that quotes the echo names the cause`(_ kind: EchoSocket.Kind, _ error: (UInt8, UInt8, String)) async throws {
        let bench = try await EchoFixture(kind) { [$0.error(error.0, error.1, from: Self.router)] }
        let seen = try await bench.observe("127.0.0.7")
        #expect(seen.outcome == .down && seen.reason == .unreachable)
        #expect(seen.message == "127.0.0.7 is unreachable: 10.0.0.1 reports \"\(error.2)\"")
        #expect(seen.evidence.body == "echo 1 to 127.0.0.7: \(error.2), says 10.0.0.1")
    }

    @Test(arguments: kinds) func `an error that quotes too little, or another token, is ignored`(
        _ kind: EchoSocket.Kind
    ) async throws {
        let bench = try await EchoFixture(kind) { request in
            var other = request.error(3, 1, from: Self.router)
            other.message[8 + 20 + 8] ^= 1
            return [request.error(3, 1, from: Self.router, quoting: 28), other]
        }
        #expect(try await bench.observe("127.0.0.7", timeout: Self.short).reason == .timeout)
    }

    @Test(arguments: kinds) func `one error among replies is one lost echo`(_ kind: EchoSocket.Kind) async throws {
        let bench = try await EchoFixture(kind) { $0.number == 1 ? [$0.error(3, 1, from: Self.router)] : [$0.reply] }
        let seen = try await bench.observe(
            "127.0.0.7",
            [
                "packets": 3, "packet_interval_ms": 10,
                "assertions": [["source": "packet_loss", "operator": "less_than", "value": 33]],
            ])
        #expect(seen.message == "127.0.0.7 lost 1 of 3 echoes (33.3%): it must be less than 33%")
    }

    @Test(arguments: kinds) func `an echo that is too big for the path is sent once more`(_ kind: EchoSocket.Kind) async throws {
        let bench = try await EchoFixture(kind) { $0.number == 0 ? [$0.error(3, 4, from: Self.router)] : [$0.reply] }
        #expect(try await bench.observe("127.0.0.7", timeout: .seconds(5)).outcome == .up)
    }

    @Test(arguments: kinds) func `a path that stays too narrow is reported`(_ kind: EchoSocket.Kind) async throws {
        let bench = try await EchoFixture(kind) { [$0.error(3, 4, from: Self.router)] }
        let seen = try await bench.observe("127.0.0.7", ["packets": 2, "packet_interval_ms": 10], timeout: .seconds(5))
        #expect(seen.message == "127.0.0.7 is unreachable: 10.0.0.1 reports \"packet too big\"")
    }

    @Test(arguments: kinds) func `replies that this machine dropped are a runner fault`(_ kind: EchoSocket.Kind) async throws {
        let bench = try await EchoFixture(kind, room: 1) { request in
            var forged = request.reply
            forged.message[8] ^= 1
            return [ICMPTestPeer.Answer](repeating: forged, count: 200)
        }
        let fault = await #expect(throws: RunnerFault.self) { try await bench.observe("127.0.0.7", timeout: Self.short) }
        #expect(fault?.description.hasPrefix("this machine dropped ICMP replies") == true)
    }

    @Test(arguments: kinds) func `of several addresses, the one that answers gets the remaining echoes`(
        _ kind: EchoSocket.Kind
    ) async throws {
        let zone = ["dual.test": DNSTestServer.Answer.addresses([.v4(0x7F00_0008), .v4(0x7F00_0009)])]
        let bench = try await EchoFixture(kind, zone) { $0.target == .v4(0x7F00_0008) ? [] : [$0.reply] }
        let seen = try await bench.observe(
            "dual.test",
            [
                "packets": 3, "packet_interval_ms": 10,
                "assertions": [["source": "packet_loss", "operator": "less_than", "value": 1]],
            ])
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(seen.evidence.peer == "127.0.0.9")
    }
}

/// Stores a reply for the next time.
private final class LateAnswers: Sendable {
    private let stored = Mutex<ICMPTestPeer.Answer?>(nil)

    func exchange(_ answer: ICMPTestPeer.Answer) -> ICMPTestPeer.Answer? {
        self.stored.withLock { stored in
            defer { stored = answer }
            return stored
        }
    }
}
