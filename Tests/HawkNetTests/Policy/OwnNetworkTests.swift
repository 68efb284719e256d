import HawkNet
import NIOCore
import Testing

@Suite struct OwnNetworkTests {
    private func endpoint(_ text: String, _ port: Int) throws -> Endpoint {
        Endpoint(ip: try #require(IPAddress(text)), port: port)
    }

    @Test(arguments: ["127.0.0.1", "0.0.0.0", "::1", "::"])
    func `a socket of this machine is found through each of its addresses, and no other`(_ address: String) throws {
        let policy = try TargetPolicy(
            allowPrivate: true, allowed: ["0.0.0.0/0", "::/0"], forbidden: [self.endpoint(address, 9_000)])
        let devices = try System.enumerateDevices().compactMap { $0.address.flatMap(IPAddress.init) }
        #expect(!devices.isEmpty)
        for ip in devices {
            #expect(policy.refusal(of: ip, port: 9_000) != nil, "\(ip)")
            #expect(policy.refusal(of: ip, port: 9_001) == nil, "\(ip)")
        }
        #expect(try policy.refusal(of: self.endpoint("192.0.2.5", 0).ip, port: 9_000) == nil)
    }

    @Test func `a server on this machine's external address is not reached through loopback either`() throws {
        let devices = try System.enumerateDevices().compactMap { $0.address.flatMap(IPAddress.init) }
        let policy = try TargetPolicy(allowPrivate: true, forbidden: devices.map { Endpoint(ip: $0, port: 5_432) })
        for text in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
            #expect(try policy.refusal(of: self.endpoint(text, 0).ip, port: 5_432) != nil)
        }
    }

    @Test func `a listener with a port chosen at its start is known from then on`() throws {
        let policy = try TargetPolicy(allowPrivate: true)
        let loopback = try self.endpoint("127.0.0.1", 0).ip
        #expect(policy.refusal(of: loopback, port: 40_123) == nil)
        policy.own.add(try self.endpoint("0.0.0.0", 40_123))
        #expect(policy.refusal(of: loopback, port: 40_123) != nil)
    }

    @Test func `a server that moves is found by name at once, and by its new address once that is known`() throws {
        let policy = try TargetPolicy(allowPrivate: true)
        let database = OwnServer(host: "DB.internal.", port: 5_432)
        let (before, after) = (try self.endpoint("10.0.0.5", 5_432).ip, try self.endpoint("10.0.0.6", 5_432).ip)
        let start = ContinuousClock.now
        policy.own.learn([database: [before]], at: start)
        #expect(policy.refusal(of: before, port: 5_432) != nil)
        #expect(policy.refusal(of: after, port: 5_432) == nil)
        #expect(policy.refusal(of: after, port: 5_432, host: "db.internal") != nil)
        #expect(policy.refusal(of: after, port: 5_433, host: "db.internal") == nil)
        policy.own.learn([database: [after]], at: start + .seconds(30))
        #expect(policy.refusal(of: after, port: 5_432, host: "another.name") != nil)
        // DNS answers rotate: a recently seen address still counts, an older one may belong to another server.
        #expect(policy.refusal(of: before, port: 5_432) != nil)
        policy.own.learn([database: [after]], at: start + .seconds(700))
        #expect(policy.refusal(of: before, port: 5_432) == nil)
        #expect(policy.refusal(of: after, port: 5_432) != nil)
    }

    @Test func `a name without an answer keeps its addresses`() throws {
        let policy = try TargetPolicy(allowPrivate: true)
        let redis = OwnServer(host: "redis.internal", port: 6_379)
        let address = try self.endpoint("10.0.0.7", 6_379).ip
        let start = ContinuousClock.now
        policy.own.learn([redis: [address]], at: start)
        policy.own.learn([redis: []], at: start + .seconds(7_200))
        #expect(policy.refusal(of: address, port: 6_379) != nil)
    }
}
