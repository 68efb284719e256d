import HawkCore
import HawkTestSupport
import Testing

@testable import HawkBroker

/// Which servers and credentials work, and the messages for those that do not.
@Suite(.timeLimit(.minutes(1))) struct RedisServerTests {
    private func refusal(of url: String, within limit: Duration = .seconds(3)) async throws -> String? {
        let pipeline = RedisPipeline(try RedisAddress(url), name: "tests")
        var sentence: String?
        do throws(RedisError) {
            try await pipeline.connect(within: limit)
        } catch {
            sentence = error.sentence
        }
        await pipeline.close()
        return sentence
    }

    @Test(
        arguments: [
            ("redis://redis.test", "redis.test", 6379, nil, nil, 0, false),
            ("redis://redis.test:7000/3", "redis.test", 7000, nil, nil, 3, false),
            ("redis://:s%40cret@10.0.0.1/", "10.0.0.1", 6379, nil, "s@cret", 0, false),
            ("rediss://hawk:pass@[::1]:6380/15", "::1", 6380, "hawk", "pass", 15, true),
        ] as [(String, String, Int, String?, String?, Int, Bool)])
    func `a URL contains host, port, user, password and database`(
        _ url: String, _ host: String, _ port: Int, _ user: String?, _ password: String?, _ database: Int, _ isTLS: Bool
    ) throws {
        let address = try RedisAddress(url)
        #expect(address.host == host && address.port == port && address.user == user && address.database == database)
        #expect(address.password?.revealed == password && address.isTLS == isTLS)
        #expect(!"\(address)".contains("pass"))
    }

    @Test(arguments: [
        ("http://x", "must be a URL such as redis://:password@127.0.0.1:6379/0"),
        ("redis:", "must be a URL such as redis://:password@127.0.0.1:6379/0"),
        ("redis://user@x", "must not have a user without a password; write a password alone as redis://:password@host"),
        ("redis://x/cache", "must have only a database number after the host"),
        ("redis://x?db=1", "must have no parameter other than ca_file"),
    ])
    func `a URL that cannot be used is refused with a sentence`(_ url: String, _ sentence: String) {
        #expect(throws: RedisAddress.Invalid(description: sentence)) { try RedisAddress(url) }
    }

    @Test func `users, passwords and databases are used`() async throws {
        let arguments = ["--requirepass", "secret", "--user", "hawk", "on", ">claw", "~*", "&*", "+@all"]
        try await RedisTestServer.with(arguments) { server in
            let port = server.port
            #expect(try await refusal(of: "redis://:secret@127.0.0.1:\(port)/2") == nil)
            #expect(try await refusal(of: "redis://hawk:claw@127.0.0.1:\(port)/2") == nil)
            let wrong = try #require(try await refusal(of: "redis://hawk:wing@127.0.0.1:\(port)"))
            #expect(wrong.hasPrefix("Redis at 127.0.0.1:\(port) refuses access: WRONGPASS") && !wrong.contains("wing"))
            let none = try #require(try await refusal(of: "redis://127.0.0.1:\(port)"))
            #expect(none.hasPrefix("Redis at 127.0.0.1:\(port) refuses access: NOAUTH"))
            let database = try await refusal(of: "redis://:secret@127.0.0.1:\(port)/99")
            #expect(database == "Redis at 127.0.0.1:\(port) has no database 99")
        }
    }

    @Test func `a user with the documented rights is enough`() async throws {
        let rights = ["--user", "hawk", "on", ">claw", "~statushawk:*", "+@all", "-@admin", "-@dangerous"]
        try await RedisTestServer.with(rights) { server in
            let address = try RedisAddress("redis://hawk:claw@127.0.0.1:\(server.port)")
            let tally = BrokerTally()
            let broker = RedisStreamsBroker(address, clock: ManualClock(), observer: tally.observer)
            let cache = RedisCache(address, observer: tally.observer)
            try await broker.emit([.sample(1)])
            let received = await broker.tasks(for: "default").collect(1)
            broker.release(received)
            var events = broker.events().makeAsyncIterator()
            _ = await events.next()
            await broker.publish([.sample(1)])
            #expect(await events.next() == .sample(1))
            let answering = Task { for await request in broker.requests(for: .notifier) { await request.answer(.sent) } }
            let message = AlertMessage(
                deliveryKey: "1", kind: .test, occurredAt: .epoch, url: "", organization: .init(id: ID(1), name: "x"),
                monitor: nil, incident: nil)
            _ = try await broker.requestWhenServed(.send(message, type: .webhook, config: [:], sealedConfig: nil))
            answering.cancel()
            _ = try await cache.value("page", for: .seconds(60)) { CacheEntry([1], tags: ["a"]) }
            await cache.drop(tag: "a")
            await broker.close()
            await cache.close()
            #expect(tally.troubles.isEmpty)
        }
    }

    @Test func `an unreachable server is named`() async throws {
        let sentence = try await refusal(of: "redis://127.0.0.1:1", within: .milliseconds(300))
        #expect(sentence == "Redis at 127.0.0.1:1 cannot be reached: connection refused")
        let name = try #require(try await refusal(of: "redis://nowhere.invalid:1"))
        #expect(name.hasPrefix("the host of Redis at nowhere.invalid:1 cannot be resolved"))
    }

    @Test func `a missing server is retried with growing pauses, however many requests there are`() async throws {
        let tally = BrokerTally()
        let pipeline = RedisPipeline(try RedisAddress("redis://127.0.0.1:1"), name: "tests", observer: tally.observer)
        await withTaskGroup { group in
            for _ in 0..<200 {
                group.addTask {
                    await #expect(throws: RedisError.self) { try await pipeline.send(["PING"], within: .milliseconds(400)) }
                }
            }
        }
        #expect((2...10).contains(tally[.reconnect]))
        await pipeline.close()
    }

    @Test func `a server that is too old is refused`() async throws {
        let old = try await TCPTestServer(.answerAndHold(Array("-ERR unknown command `HELLO`, with args\r\n".utf8)))
        #expect(
            try await refusal(of: "redis://127.0.0.1:\(old.port)")
                == "Redis at 127.0.0.1:\(old.port) is older than 6.0; StatusHawk needs 6.2 or newer, or Valkey")
        let hello = "*4\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$6\r\n6.0.16\r\n"
        let older = try await TCPTestServer(.answerAndHold(Array(hello.utf8)))
        #expect(
            try await refusal(of: "redis://127.0.0.1:\(older.port)")
                == "Redis at 127.0.0.1:\(older.port) is 6.0.16; StatusHawk needs 6.2 or newer, or Valkey")
    }

    @Test func `a cluster is refused`() async throws {
        try await RedisTestServer.with(["--cluster-enabled", "yes"]) { server in
            let sentence = try await refusal(of: "redis://127.0.0.1:\(server.port)")
            #expect(
                sentence
                    == "Redis at 127.0.0.1:\(server.port) runs as cluster; StatusHawk needs a single server, with or without failover"
            )
        }
    }

    @Test(arguments: ["HTTP/1.1 400 Bad Request\r\n\r\n", "$-7\r\n", "*3\r\n:1\r\n", "+OK\r\n", "\u{0}\u{1}\u{2}"])
    func `a server that is not Redis is reported as such and does no harm`(_ answer: String) async throws {
        let server = try await TCPTestServer(.answerAndClose(Array(answer.utf8)))
        let sentence = try #require(try await refusal(of: "redis://127.0.0.1:\(server.port)", within: .seconds(1)))
        #expect(sentence.contains("127.0.0.1:\(server.port)"))
    }

    @Test func `encryption that this build does not support is refused with advice`() async throws {
        let server = try await TCPTestServer(.hold)
        let sentence = try await refusal(of: "rediss://127.0.0.1:\(server.port)")
        if RedisConnection.hasTLS { return }
        #expect(
            sentence
                == "rediss:// needs hiredis 1.0 or newer with <hiredis/hiredis_ssl.h>, which this build was made without; use redis:// over a trusted network"
        )
    }
}
