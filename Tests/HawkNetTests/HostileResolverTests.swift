import HawkCore
import HawkNet
import HawkTestSupport
import NIOCore
import Testing

/// How this machine's name servers affect a lookup: a name that does not exist is the target's fault, all else is ours.
@Suite struct HostileResolverTests {
    @Test(
        arguments: [
            ("alias.test", .records([.alias(to: "alias.test")])),
            ("circle.test", .records([.alias(to: "other.test"), .alias(to: "circle.test", of: "other.test")])),
            ("text.test", .records([.init(16, [1, 0x61])])),
        ] as [(String, DNSTestServer.Answer)])
    func `a name without an address is the target's fault`(_ name: String, _ answer: DNSTestServer.Answer) async throws {
        let server = try await DNSTestServer([name: answer])
        let resolver = NameResolver(servers: .only([server.address]))
        await #expect(throws: TargetFailure(.dns, "the name \(name) has no address")) { try await resolver.find(name) }
    }

    @Test(
        arguments: [
            ("SERVFAIL", .serverFailure, "answered with a failure"), ("REFUSED", .refusal, "answered with a failure"),
            ("NOTIMP", .code(4), "answered with a failure"), ("silence", .silence, "did not answer"),
            ("rubbish", .bytes { _, _ in [ByteBuffer(repeating: 0xAB, count: 300)] }, "did not answer"),
            (
                "a number that was not sent",
                .bytes { question, _ in
                    var answer = DNSQuestion(question)?.message([.address(.v4(1))]) ?? question
                    answer.setInteger(UInt16(1), at: 0)
                    answer.setInteger(UInt16(2), at: 0)
                    return [answer]
                }, "did not answer"
            ),
            ("more, and then a closed stream", .closedStream, "cannot be reached"),
            (
                "half a record",
                .bytes { question, _ in
                    var answer = DNSQuestion(question)?.message([.address(.v4(1))]) ?? question
                    answer.moveWriterIndex(to: answer.writerIndex - 3)
                    return [answer]
                }, "sent an answer that cannot be read"
            ),
        ] as [(String, DNSTestServer.Answer, String)])
    func `any other response is our fault`(_ what: String, _ answer: DNSTestServer.Answer, _ words: String) async throws {
        let server = try await DNSTestServer(["shop.test": answer])
        let resolver = NameResolver(servers: .only([server.address]))
        let limit: TimeAmount = words == "did not answer" ? .milliseconds(300) : .seconds(30)
        let fault = await #expect(throws: RunnerFault.self) { try await resolver.find("shop.test", within: limit) }
        #expect(fault?.description.contains(words) == true, "\(what): \(fault?.description ?? "")")
        resolver.shutdown()
        try await eventually("no socket is left") { try OpenConnections.countAll(toPort: server.port) == 0 }
    }

    @Test func `a second name server is queried if the first fails`() async throws {
        let bad = try await DNSTestServer(["shop.test": .serverFailure])
        let good = try await DNSTestServer(names: ["shop.test": ["192.0.2.7"]])
        let resolver = NameResolver(servers: .only([bad.address, good.address]))
        #expect(try await resolver.find("shop.test") == ["192.0.2.7"])
    }

    @Test func `one family is enough if the other is refused`() async throws {
        let server = try await DNSTestServer([
            "shop.test": .bytes { question, _ in
                guard let query = DNSQuestion(question) else { return [] }
                return [query.type == 1 ? query.message([.address(.v4(0xC000_0207))]) : query.message(flags: 5)]
            }
        ])
        #expect(try await NameResolver(servers: .only([server.address])).find("shop.test") == ["192.0.2.7"])
    }
}
