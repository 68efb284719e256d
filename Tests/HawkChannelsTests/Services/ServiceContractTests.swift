import Foundation
import HawkCore
import HawkNet
import HawkTestSupport
import Logging
import Testing

@testable import HawkChannels

/// The contract of every service: its request and its interpretation of answers, against an HTTPS server that records requests.
@Suite(.timeLimit(.minutes(5))) struct ServiceContractTests {
    private typealias Retry = DeliveryError.Retry

    /// A name that is markup in many languages, mentions everyone, and would end a string in most.
    private static let hostileName = ##"*_<b>&|@everyone`#"\"##

    private static let alerts = AlertKind.allCases.map { $0 == .test ? AlertMessage.test : .sample($0) }

    @Test func `every service delivers every kind of alert`() async throws {
        let server = try await ServiceServer()
        for service in ChannelRegistry.services {
            let receiver = try server.receiver(service)
            for alert in Self.alerts {
                try await receiver.send(alert)
                let request = try await receiver.request()
                #expect(request.headers["user-agent"] == "StatusHawk/1.2.3")
                // A call cannot have a link.
                let hasLink = request.values.contains { $0.contains("https://hawk.example") }
                #expect(hasLink || receiver.type == TwilioCallChannel.type, "\(receiver.type): no link")
            }
        }
    }

    @Test func `the same alert is the same request, and no value is longer than 40 KiB`() async throws {
        let server = try await ServiceServer()
        for service in ChannelRegistry.services {
            let receiver = try server.receiver(service)
            let alert = AlertMessage.sample(
                monitor: String(repeating: "ä🦅", count: 100), message: String(repeating: "é", count: 30_000))
            try await receiver.send(alert)
            try await receiver.send(alert)
            let (first, second) = (try await receiver.request(), try await receiver.request())
            #expect(first == second, "\(receiver.type)")
            #expect(first.bytes < 40_960, "\(receiver.type): \(first.bytes) bytes")
        }
    }

    @Test func `a hostile name cannot mention anyone`() async throws {
        let server = try await ServiceServer()
        for service in ChannelRegistry.services {
            let receiver = try server.receiver(service)
            try await receiver.send(.sample(monitor: Self.hostileName))
            let request = try await receiver.request()
            #expect(request.values.contains { $0.contains("everyone") }, "\(receiver.type): the name is missing")
            let markup = Swift.type(of: service).markup
            // Texts may have markup of our own.
            #expect(
                markup.escape("<b>") == "<b>" || !request.values.contains { $0.contains("_<b>&") }, "\(receiver.type): markup")
            #expect(
                !request.isChat || markup.escape("@") == "@" || !request.values.contains { $0.contains("@everyone") },
                "\(receiver.type): mention")
        }
    }

    @Test(
        arguments: [
            ("400", .never), ("401", .never), ("403", .never), ("404", .never), ("413", .never), ("429", .later),
            ("429 7", .after(.seconds(7))), ("500", .later), ("503 60", .after(.seconds(60))), ("reset", .later),
            ("garbage", .later),
        ] as [(String, DeliveryError.Retry)])
    func `an answer other than 2xx is an error without secrets`(_ answer: String, _ retry: DeliveryError.Retry) async throws {
        let server = try await ServiceServer()
        for service in ChannelRegistry.services {
            let receiver = try server.receiver(service, answer: answer)
            let error = try await deliveryError { try await receiver.send(.sample()) }
            #expect(error.retry == retry, "\(receiver.type): \(error.message)")
            // The server repeats the credentials, the path and the body.
            let request = try await receiver.request()
            let credentials = request.headers["authorization"].flatMap { $0.split(separator: " ").last.map(String.init) }
            let hidden = receiver.secrets + receiver.secrets.map(\.percentEncoded) + [credentials].compactMap { $0 }
            #expect(hidden.allSatisfy { !error.message.contains($0) }, "\(receiver.type): \(error.message)")
        }
    }

    @Test func `an answer with a temporary status is retried`() async throws {
        let server = try await ServiceServer()
        for service in ChannelRegistry.services {
            for status in Swift.type(of: service).temporaryStatuses {
                let receiver = try server.receiver(service, answer: "\(status)")
                let error = try await deliveryError { try await receiver.send(.sample()) }
                #expect(error.retry == .later, "\(receiver.type): \(error.message)")
            }
        }
    }

    @Test func `a date in Retry-After is a delay`() async throws {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        let server = try await ServiceServer()
        for service in ChannelRegistry.services {
            let receiver = try server.receiver(service, answer: "429 \(formatter.string(from: .now + 600))")
            let error = try await deliveryError { try await receiver.send(.sample()) }
            guard case .after(let delay) = error.retry else {
                Issue.record("\(receiver.type): \(error.retry)")
                continue
            }
            #expect(delay > .seconds(300) && delay <= .seconds(600))
        }
    }

    @Test func `a service that does not answer ends at the deadline`() async throws {
        let server = try await ServiceServer()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in ChannelRegistry.services {
                let receiver = try server.receiver(service, answer: "hang")
                group.addTask {
                    let error = try await deliveryError { try await receiver.send(.sample()) }
                    #expect(error.retry == .later && error.message.contains("no answer"), "\(receiver.type): \(error.message)")
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `no service reaches a private address unless the policy permits it`() async throws {
        let server = try await ServiceServer(allowPrivate: false)
        for service in ChannelRegistry.services {
            let receiver = try server.receiver(service)
            let error = try await deliveryError { try await receiver.send(.sample()) }
            #expect(error.retry == .never && error.message.contains("127.0.0.1"), "\(receiver.type): \(error.message)")
        }
    }
}

/// A server of ours that gets the requests to all services.
private final class ServiceServer: Sendable {
    private let directory: String
    private let server: PythonServer
    private let environment: ChannelEnvironment

    init(allowPrivate: Bool = true) async throws {
        self.directory = FileManager.default.temporaryDirectory.appending(path: "hawk-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: self.directory, withIntermediateDirectories: true)
        let hosts = Set(try ChannelRegistry.services.map { try Self.host($0) })
        self.server = try await PythonServer("service_server", [self.directory] + hosts.sorted())
        self.environment = ChannelEnvironment(
            transport: CurlTransport(threads: 100, receiver: "127.0.0.1:\(self.server.port)"),
            policy: try TargetPolicy(allowPrivate: allowPrivate, allowed: []), defaultSMTP: nil, smtpFrom: nil,
            publicURL: "https://hawk.example", caFile: "\(self.directory)/ca.pem", version: "1.2.3", clock: FixedClock(),
            logger: Logger(label: "test"))
    }

    deinit { try? FileManager.default.removeItem(atPath: self.directory) }  // what is left is the system's to remove

    /// - Parameter answer: as `service_server.py` describes it. Nil: what the service answers when it accepts an alert.
    func receiver(_ service: any HTTPService, answer: String? = nil) throws -> Receiver {
        let receiver = try Receiver(service, self.server, self.environment)
        try (answer ?? "body \(receiver.accepted)").write(toFile: "\(self.directory)/answer", atomically: true, encoding: .utf8)
        return receiver
    }

    private static func host(_ service: some HTTPService) throws -> String {
        let sample = try #require(ServiceSample.all[Swift.type(of: service).type])
        let request = try service.sampleRequest(sample.config)
        return try #require(URL(string: request.url)?.host(), "\(request.url)")
    }
}

/// One service whose requests all go to a server of ours.
private struct Receiver {
    let type: ChannelType
    let secrets: [String]
    /// The body with which the service accepts an alert.
    let accepted: String
    private let channel: AnyChannelType
    private let config: JSONValue
    private let server: PythonServer
    private let environment: ChannelEnvironment

    init(_ service: any HTTPService, _ server: PythonServer, _ environment: ChannelEnvironment) throws {
        self.type = Swift.type(of: service).type
        let sample = try #require(ServiceSample.all[self.type])
        self.channel = try #require(ChannelRegistry.standard[self.type])
        let config = try self.channel.normalise(settings: sample.config)
        self.config = config
        self.accepted = sample.accepted
        self.secrets = self.channel.secretNames.compactMap { config[$0]?.string }
        self.server = server
        self.environment = environment
    }

    func send(_ alert: AlertMessage) async throws {
        try await self.channel.send(alert, config: self.config, in: self.environment)
    }

    func request() async throws -> RecordedRequest { RecordedRequest(try await self.server.received()) }
}

extension HTTPService {
    fileprivate func sampleRequest(_ config: JSONValue) throws -> ServiceRequest {
        let alert = ServiceAlert(.sample(), limits: Self.limits, markup: Self.markup, at: FixedClock().now)
        return self.request(for: alert, with: try Settings(validating: config))
    }
}

/// A request as the server received it.
private struct RecordedRequest: Equatable {
    let method: String
    let path: String
    let headers: [String: String]
    let body: [UInt8]

    init(_ json: JSONValue) {
        self.method = json["method"]?.string ?? ""
        self.path = json["path"]?.string ?? ""
        self.headers = (json["headers"]?.object ?? [:]).compactMapValues(\.string)
        self.body = Data(base64Encoded: json["body"]?.string ?? "").map(Array.init) ?? []
    }

    var bytes: Int { self.path.utf8.count + self.body.count }

    /// All texts in the body and the query.
    var values: [String] {
        var values = Self.pairs(self.path.split(separator: "?").dropFirst().joined())
        if self.headers["content-type"]?.hasPrefix("application/x-www-form-urlencoded") == true {
            values += Self.pairs(String(decoding: self.body, as: UTF8.self))
        } else if let json = try? JSONDecoder().decode(JSONValue.self, from: Data(self.body)) {
            values += Self.texts(json)
        } else {
            values.append(String(decoding: self.body, as: UTF8.self))
        }
        return values
    }

    /// Whether the service shows texts to many people at once.
    var isChat: Bool { self.headers["content-type"] == "application/json" }

    private static func pairs(_ form: String) -> [String] {
        form.split(separator: "&").map { pair in
            let value = pair.split(separator: "=", maxSplits: 1).last.map(String.init) ?? ""
            return value.replacing("+", with: " ").removingPercentEncoding ?? value
        }
    }

    private static func texts(_ json: JSONValue) -> [String] {
        switch json {
        case .string(let text): [text]
        case .array(let elements): elements.flatMap(self.texts)
        case .object(let members): members.values.flatMap(self.texts)
        default: []
        }
    }
}
