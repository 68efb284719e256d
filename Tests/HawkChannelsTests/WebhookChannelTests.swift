import Foundation
import HawkCore
import HawkNet
import HawkTestSupport
import Testing

@testable import HawkChannels

@Suite struct WebhookChannelTests {
    private let channel = WebhookChannel()

    private func config(_ server: PythonServer, _ path: String, secret: String? = nil, headers: [String: String]? = nil)
        -> WebhookChannel.Settings
    {
        WebhookChannel.Settings(url: "http://localhost:\(server.port)\(path)", secret: secret, headers: headers)
    }

    @Test func `the alert arrives as documented, signed and with its delivery key`() async throws {
        let server = try await PythonServer("http_server", ["--secret", "s3cret"])
        let config = self.config(server, "/ok?x=1", secret: "s3cret", headers: ["Authorization": "Bearer t", "X-Empty": ""])
        _ = try await self.channel.send(.sample(), with: config, in: .test())

        let request = try await server.received()
        #expect(request["path"] == "/ok?x=1")
        #expect(request["genuine"] == true)
        let headers = try #require(request["headers"])
        #expect(headers["content-type"] == "application/json")
        #expect(headers["user-agent"] == "StatusHawk/1.2.3")
        #expect(headers["statushawk-delivery"] == "d-42")
        #expect(headers["authorization"] == "Bearer t")
        #expect(headers["x-empty"] == "")
        #expect(headers["expect"] == nil)
        #expect(headers["statushawk-signature"]?.string?.hasPrefix("t=1795320600,v1=") == true)
        #expect(
            request["body"] == [
                "event": "incident.opened", "occurred_at": "2026-11-22T04:08:26.789Z", "url": "https://hawk.example/incidents/7",
                "organization": ["id": 1, "name": "Alice & Co"],
                "monitor": ["id": 3, "name": "Shop", "type": "tcp", "target": "shop.example:443", "status": "down"],
                "incident": [
                    "id": 7, "title": "Shop is down", "cause": "check", "started_at": "2026-11-22T04:05:06.789Z",
                    "confirmed_at": "2026-11-22T04:05:08.789Z", "resolved_at": .null, "reason": "refused",
                    "message": "connection refused",
                ],
                "message": "connection refused",
            ])
    }

    @Test func `without a secret nothing is signed, and absent values are null`() async throws {
        let server = try await PythonServer("http_server")
        _ = try await self.channel.send(.test, with: self.config(server, "/ok"), in: .test())
        let request = try await server.received()
        #expect(request["headers"]?["statushawk-signature"] == nil)
        #expect(request["body"]?["monitor"] == JSONValue.null)
        #expect(request["body"]?["incident"] == JSONValue.null)
    }

    @Test func `a server that fails once gets the same delivery again`() async throws {
        let server = try await PythonServer("http_server")
        let config = self.config(server, "/flaky")
        let error = try await deliveryError { _ = try await self.channel.send(.sample(), with: config, in: .test()) }
        #expect(error == .later("localhost:\(server.port) answered 500: the database is away"))
        _ = try await self.channel.send(.sample(), with: config, in: .test())
        let (first, second) = (try await server.received(), try await server.received())
        #expect(first["headers"]?["statushawk-delivery"] == second["headers"]?["statushawk-delivery"])
        #expect(first["body"] == second["body"])
    }

    @Test(arguments: [
        (408, DeliveryError.Retry.later), (425, .later), (429, .later), (500, .later), (503, .later), (400, .never),
        (401, .never),
        (404, .never), (410, .never), (302, .never), (308, .never),
    ])
    func `the status decides whether a delivery is retried`(_ status: Int, _ retry: DeliveryError.Retry) async throws {
        let server = try await PythonServer("http_server")
        let error = try await deliveryError {
            _ = try await self.channel.send(.test, with: self.config(server, "/status/\(status)"), in: .test())
        }
        #expect(error.message.hasPrefix("localhost:\(server.port) answered \(status): no such hook"))
        #expect(error.retry == retry)
    }

    @Test(arguments: [("7", Duration.seconds(7)), ("86400", .hours(1))])
    func `Retry-After is honoured up to an hour`(_ value: String, _ delay: Duration) async throws {
        let server = try await PythonServer("http_server")
        let error = try await deliveryError {
            _ = try await self.channel.send(.test, with: self.config(server, "/busy/\(value)"), in: .test())
        }
        #expect(error.retry == .after(delay))
    }

    @Test func `an endless response is cut off: a receipt after a 200, otherwise an error`() async throws {
        let server = try await PythonServer("http_server")
        _ = try await self.channel.send(.test, with: self.config(server, "/huge/200"), in: .test())
        let error = try await deliveryError {
            _ = try await self.channel.send(.test, with: self.config(server, "/huge/500"), in: .test())
        }
        #expect(error.retry == .later)
        #expect(error.message.count < 300)
    }

    @Test func `a silent server ends at the deadline`() async throws {
        let server = try await PythonServer("http_server")
        let error = try await deliveryError {
            try await WebhookChannel(timeout: .seconds(1)).send(.test, with: self.config(server, "/silent"), in: .test())
        }
        #expect(error == .later("no answer from localhost:\(server.port) within 1 s"))
    }

    @Test func `cancelling ends a transfer long before its deadline`() async throws {
        let server = try await PythonServer("http_server")
        let config = self.config(server, "/silent")
        let environment = try ChannelEnvironment.test()
        let sending = Task { try await WebhookChannel(timeout: .seconds(60)).send(.test, with: config, in: environment) }
        _ = try await server.received()
        let cancelledAt = ContinuousClock.now
        sending.cancel()
        let error = try await deliveryError { try await sending.value }
        #expect(error == .later("interrupted while sending to localhost:\(server.port)"))
        #expect(cancelledAt.duration(to: .now) < .seconds(10))
    }

    @Test func `a name with a forbidden address is not dialled`() async throws {
        let server = try await PythonServer("http_server")
        let error = try await deliveryError {
            _ = try await self.channel.send(.test, with: self.config(server, "/ok"), in: .test(allowPrivate: false))
        }
        #expect(error.retry == .never)
        #expect(error.message.hasPrefix("localhost at "))
        #expect(error.message.hasSuffix(" is a loopback address, and such targets are not allowed here"))
    }

    /// libcurl resolves once and asks before each socket, so that a name cannot change between verification and dialling.
    @Test func `of a name's addresses only the allowed ones are dialled`() async throws {
        let server = try await PythonServer("http_server")
        let environment = try ChannelEnvironment.test(allowPrivate: false, allowed: ["127.0.0.1"])
        _ = try await self.channel.send(.test, with: self.config(server, "/ok"), in: environment)
        #expect(try await server.received()["path"] == "/ok")
        let other = try ChannelEnvironment.test(allowPrivate: false, allowed: ["127.0.0.2"])
        let config = self.config(server, "/ok")
        let error = try await deliveryError { _ = try await self.channel.send(.test, with: config, in: other) }
        #expect(error.retry == .never)
    }

    @Test(arguments: [
        "0177.0.0.1", "2130706433", "0x7f.1", "0x7f000001", "127.1", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
        "[::1%25lo]",
        "LOCALHOST.", "0", "[::]", "169.254.169.254", "[fd00:ec2::254]",
    ])
    func `no spelling leads to this machine or to cloud metadata`(_ host: String) async throws {
        let server = try await PythonServer("http_server")
        let config = WebhookChannel.Settings(url: "http://\(host):\(server.port)/ok", secret: nil, headers: nil)
        let error = try await deliveryError {
            try await WebhookChannel(timeout: .seconds(5)).send(.test, with: config, in: .test(allowPrivate: false))
        }
        #expect(
            ["not allowed here", "cannot be a target", "is not a single target", "has no address"].contains {
                error.message.hasSuffix($0)
            }, "\(error)")
    }

    @Test func `our own servers get no alerts either`() async throws {
        let server = try await PythonServer("http_server")
        let environment = try ChannelEnvironment.test()
        environment.policy.own.add(Endpoint(ip: .v4(0), port: server.port))
        let error = try await deliveryError {
            _ = try await self.channel.send(.test, with: self.config(server, "/ok"), in: environment)
        }
        #expect(
            error.retry == .never && error.message.hasSuffix("belongs to this installation of StatusHawk and cannot be a target"))
    }

    @Test func `a name without an address is retried`() async throws {
        let config = WebhookChannel.Settings(url: "https://nothing.invalid/hook?token=abc", secret: nil, headers: nil)
        let error = try await deliveryError { _ = try await self.channel.send(.test, with: config, in: .test()) }
        #expect(error == .later("the name nothing.invalid has no address"))
    }

    @Test func `an untrusted certificate is refused, one of a private authority is not`() async throws {
        let certificates = try await PythonServer.makeCertificates()
        let server = try await PythonServer("http_server", ["--certificates", certificates])
        let config = WebhookChannel.Settings(url: "https://localhost:\(server.port)/ok", secret: nil, headers: nil)
        let error = try await deliveryError { _ = try await self.channel.send(.test, with: config, in: .test()) }
        #expect(error.message.hasPrefix("the certificate of localhost:\(server.port) is not accepted: "))
        _ = try await self.channel.send(.test, with: config, in: .test(caFile: "\(certificates)/ca.pem"))
        #expect(try await server.received()["path"] == "/ok")
    }

    @Test func `our secrets in a receiver's response are redacted`() async throws {
        let server = try await PythonServer("http_server")
        let config = self.config(server, "/echo", headers: ["Authorization": "Bearer very-secret"])
        let error = try await deliveryError { _ = try await self.channel.send(.test, with: config, in: .test()) }
        #expect(error.message == "localhost:\(server.port) answered 403: denied: <redacted>")
    }

    @Test(arguments: [
        "", "hook", "ftp://hooks.example", "https://", "https://bob:pw@hooks.example/", "https://bob@hooks.example",
        "https://hooks.example/\r\nX: y", "file:///etc/passwd", "https://hooks .example",
    ])
    func `an invalid web address is refused`(_ url: String) throws {
        let webhook = try #require(ChannelRegistry.standard[.webhook])
        let error = try #require(throws: OperationError.self) { try webhook.normalise(settings: ["url": .string(url)]) }
        #expect(error.errors.map(\.field) == ["url"])
    }

    @Test(arguments: [
        ("X-Token", "a\r\nHost: evil.example"), ("X-Token\r\nHost", "x"), ("", "x"), ("Host", "evil.example"),
        ("content-length", "1"), ("Transfer-Encoding", "chunked"), ("StatusHawk-Signature", "forged"), ("X Y", "z"), ("X", "ü"),
    ])
    func `headers cannot break or forge the request`(_ name: String, _ value: String) throws {
        let webhook = try #require(ChannelRegistry.standard[.webhook])
        let config: JSONValue = ["url": "https://hooks.example", "headers": .object([name: .string(value)])]
        let error = try #require(throws: OperationError.self) { try webhook.normalise(settings: config) }
        #expect(error.errors.allSatisfy { $0.field.hasPrefix("headers") })
    }
}
