import Foundation
import HawkCore
import HawkEngine
import HawkNet
import Testing

@testable import StatusHawk

@Suite struct ConfigurationTests {
    private func configuration(_ environment: [String: String]) throws -> ServerConfiguration {
        try ServerConfiguration(ConfigurationSource(environment: environment))
    }

    @Test func `no setting is required`() throws {
        let configuration = try configuration([:])
        #expect(configuration.listen == ListenAddress(host: "127.0.0.1", port: 8080) && configuration.operations == nil)
        #expect(configuration.publicURL == "http://127.0.0.1:8080")
        #expect(configuration.database == .sqlite(path: "./data/statushawk.db") && configuration.databasePoolSize == 4)
        #expect(configuration.secretKey == nil && configuration.admin == nil)
        #expect(configuration.allowPrivateTargets && configuration.signups == .first)
        #expect(!configuration.listensBeyondLoopback)
    }

    @Test(arguments: [
        ("localhost:5499,127.0.0.1:5500,no-such-host.invalid:5501", [5_499, 5_500]),
        ("localhost,127.0.0.1:5500", [5_432, 5_500]),
        // Through a Unix socket: the server may listen on the network too.
        ("%2Frun%2Fpostgresql:5499", [5_499]), ("", [5_432]),
    ])
    func `our own servers are no targets, however they are configured`(_ hosts: String, _ ports: [Int]) throws {
        let configuration = try configuration([
            "STATUSHAWK_LISTEN": "127.0.0.1:8099", "STATUSHAWK_OPERATIONS_LISTEN": "[::1]:8098",
            "REDIS_URL": "redis://localhost:6399", "DATABASE_URL": "postgres://\(hosts)/hawk",
        ])
        let policy = try ProbeWiring.policy(configuration)
        for address in ["127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1"] {
            let ip = try #require(IPAddress(address))
            let forbidden = [5_432, 5_499, 5_500, 6_379, 6_399, 8_098, 8_099].filter { policy.refusal(of: ip, port: $0) != nil }
            #expect(forbidden == ports.sorted() + [6_399, 8_098, 8_099], "\(address)")
        }
        // By its name, it is known even without an address.
        #expect(
            policy.refusal(of: .v4(0xC000_0207), port: 5_501, host: "no-such-host.invalid") != nil || !hosts.contains("invalid"))
    }

    @Test(
        arguments: [
            ("https://status.example", "", [443]), ("http://Status.example:8080/", "", [8_080]),
            ("https://status.example", "shop.example status.example", []), ("", "", []),
        ] as [(String, String, [Int])])
    func `the public URL is no target by its name, unless it is allowed`(_ url: String, _ allowed: String, _ ports: [Int]) throws
    {
        let configuration = try configuration(["STATUSHAWK_PUBLIC_URL": url, "STATUSHAWK_ALLOWED_TARGETS": allowed])
        let policy = try ProbeWiring.policy(configuration)
        let ip = IPAddress.v4(0x0801_0101)
        let forbidden = { (host: String) in [80, 443, 8_080].filter { policy.refusal(of: ip, port: $0, host: host) != nil } }
        #expect(forbidden("status.example") == ports && forbidden("STATUS.example.") == ports)
        // The same proxy may serve other sites.
        #expect(forbidden("shop.example").isEmpty)
    }

    @Test func `a public URL with an IP address is no target`() throws {
        let policy = try ProbeWiring.policy(self.configuration(["STATUSHAWK_PUBLIC_URL": "https://8.1.1.1"]))
        #expect(policy.refusal(of: .v4(0x0801_0101), port: 443) != nil && policy.refusal(of: .v4(0x0801_0101), port: 80) == nil)
    }

    @Test(arguments: [
        (["STATUSHAWK_LISTEN": ":8080"], false), (["STATUSHAWK_LISTEN": ":8080", "STATUSHAWK_METRICS_TOKEN": "x"], true),
        (["STATUSHAWK_LISTEN": ":8080", "STATUSHAWK_OPERATIONS_LISTEN": "10.0.0.1:9100"], true), ([:], true),
    ])
    func `probes are only for operators of the installation`(_ environment: [String: String], _ isFine: Bool) throws {
        #expect(try self.configuration(environment).probes == nil)
        let environment = environment.merging(["STATUSHAWK_PROBE_MODULES": "standard"]) { own, _ in own }
        guard isFine else {
            #expect(throws: ConfigurationError.self) { try self.configuration(environment) }
            return
        }
        #expect(try self.configuration(environment).probes != nil)
    }

    @Test(arguments: [
        (["STATUSHAWK_LISTEN": "8080"], "STATUSHAWK_LISTEN must be an address and port such as 127.0.0.1:8080, but is 8080"),
        (
            ["STATUSHAWK_LISTEN": "127.0.0.1:99999"],
            "STATUSHAWK_LISTEN must be an address and port such as 127.0.0.1:8080, but is 127.0.0.1:99999"
        ),
        (
            ["STATUSHAWK_LISTEN": "http://0.0.0.0:8080"],
            "STATUSHAWK_LISTEN must be an address and port such as 127.0.0.1:8080, but is http://0.0.0.0:8080"
        ),
        (
            ["STATUSHAWK_OPERATIONS_LISTEN": "127.0.0.300:8081"],
            "STATUSHAWK_OPERATIONS_LISTEN must be an address and port such as 127.0.0.1:8080, but is 127.0.0.300:8081"
        ),
        (
            ["STATUSHAWK_LISTEN": "[localhost]:80"],
            "STATUSHAWK_LISTEN must be an address and port such as 127.0.0.1:8080, but is [localhost]:80"
        ),
        (["STATUSHAWK_PORT": "8080"], "STATUSHAWK_PORT is not a known configuration key; `statushawk config` lists them"),
        (
            ["STATUSHAWK_SERVICE_HOST": "db.test"],
            "STATUSHAWK_SERVICE_HOST is not a known configuration key; `statushawk config` lists them"
        ),
        (
            ["STATUSHAWK_PUBLIC_URL": "status.test"],
            "STATUSHAWK_PUBLIC_URL must be a URL such as https://status.example.org, without user, password and query"
        ),
        (
            ["STATUSHAWK_ALLOWED_HOSTS": "nas.local, nas.local:8080"],
            "STATUSHAWK_ALLOWED_HOSTS contains nas.local:8080, which is not a host name such as status.example.org"
        ),
        (
            ["STATUSHAWK_CONNECTIVITY_CHECK": "192.0.2.1:443, 192.0.2.2"],
            "STATUSHAWK_CONNECTIVITY_CHECK contains 192.0.2.2, which must be host:port, such as db.example:5432 or [2001:db8::7]:5432"
        ),
        (
            ["STATUSHAWK_CONNECTIVITY_CHECK": "a:1,a:2,a:3,a:4,a:5,a:6,a:7,a:8,a:9"],
            "STATUSHAWK_CONNECTIVITY_CHECK contains 9 addresses; at most 8 are allowed"
        ),
        (["STATUSHAWK_RETENTION_DAYS": "0"], "STATUSHAWK_RETENTION_DAYS must be a whole number from 1 to 3650, but is 0"),
        (["STATUSHAWK_SIGNUPS": "maybe"], "STATUSHAWK_SIGNUPS must be one of first, open, closed, but is maybe"),
        (["STATUSHAWK_ALLOW_PRIVATE_TARGETS": "2"], "STATUSHAWK_ALLOW_PRIVATE_TARGETS must be true or false, but is 2"),
        (["STATUSHAWK_LISTN": "x"], "STATUSHAWK_LISTN is not a known configuration key; `statushawk config` lists them"),
        (["REDIS_URL": "localhost:6379"], "REDIS_URL must be a URL such as redis://:password@127.0.0.1:6379/0"),
        (
            ["REDIS_URL": "redis://hawk@redis.test"],
            "REDIS_URL must not have a user without a password; write a password alone as redis://:password@host"
        ),
        (["SECRET_KEY": "short"], "SECRET_KEY must have at least 32 bytes"),
        (["DATABASE_URL": "mysql://x"], "DATABASE_URL must begin with sqlite: or postgres://"),
        (
            ["DATABASE_URL": "postgres://hawk:secret@db/hawk?sllmode=require"],
            "DATABASE_URL must be a URL with parameters that libpq supports, such as postgres://user:password@host:5432/database"
        ),
        (["DATABASE_POOL_SIZE": "0"], "DATABASE_POOL_SIZE must be a whole number from 1 to 100, but is 0"),
        (
            ["STATUSHAWK_ADMIN_EMAIL": "a@b.test"],
            "STATUSHAWK_ADMIN_EMAIL and STATUSHAWK_ADMIN_PASSWORD belong together: set both or neither"
        ),
        (["SECRET_KEY": "x", "SECRET_KEY_FILE": "/x"], "SECRET_KEY and SECRET_KEY_FILE are both set; keep one"),
        (["SECRET_KEY_FILE": "/nonexistent/key"], "SECRET_KEY_FILE names /nonexistent/key, which cannot be read"),
        (
            ["STATUSHAWK_OPERATIONS_LISTEN": "localhost:8080"],
            "STATUSHAWK_OPERATIONS_LISTEN must differ from STATUSHAWK_LISTEN, which is public: choose another port"
        ),
        (
            ["STATUSHAWK_LOCATION": "über all"],
            "STATUSHAWK_LOCATION must be 1 to 63 letters, digits, dots, hyphens and underscores"
        ),
    ])
    func `an invalid value is named in one sentence, without a secret`(_ environment: [String: String], _ sentence: String) {
        let error = #expect(throws: ConfigurationError.self) { try configuration(environment) }
        #expect(error?.description == sentence)
    }

    /// Pasted passwords with characters that have a meaning in URLs.
    @Test(
        arguments: ["STATUSHAWK_PUBLIC_URL", "DATABASE_URL", "REDIS_URL", "SMTP_URL"],
        [
            "hunter2", "12/hunter2", "12?hunter2", "12?hunter2=x", "12#hunter2", "12@hunter2", "x/hunter2", "hunter2:12",
            "[hunter2",
        ])
    func `no error quotes a part of a password`(_ key: String, _ password: String) async throws {
        let scheme = ["DATABASE_URL": "postgres", "REDIS_URL": "redis", "SMTP_URL": "smtp"][key] ?? "https"
        // Without a following part, the text after an `@` is a host.
        let nothing = password.contains("@") ? [] : [""]
        let tails = ["@127.0.0.1:1/0", "@127.0.0.1:1", "@127.0.0.1:1/0/1", "@127.0.0.1:99999/0", "@/0", "@127.0.0.1:1/?x=y"]
        for tail in tails + nothing {
            do {
                let configuration = try self.configuration([key: "\(scheme)://hawk:\(password)\(tail)"])
                _ = try ChannelWiring.environment(
                    configuration, policy: ProbeWiring.policy(configuration), clock: SystemClock(),
                    logger: LogSetup.logger(configuration))
                if case .postgreSQL = configuration.database, !password.contains("#") {
                    _ = try await configuration.database.open(poolSize: 1, clock: SystemClock())
                }
                #expect(configuration.redis.map { !"\($0)".contains("hunter2") } ?? true)
            } catch {
                #expect(!"\(error)".contains("hunter2"), "\(key) \(password) \(tail)")
            }
        }
    }

    @Test func `a value may come from a file, and an empty one counts as missing`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "statushawk-\(UUID().uuidString)")
        try Data("\(String(repeating: "k", count: 32))\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let configuration = try configuration(["SECRET_KEY_FILE": file.path(), "STATUSHAWK_LOCATION": ""])
        #expect(configuration.secretKey == Secret(String(repeating: "k", count: 32)))
        #expect(configuration.location == "default")
    }

    @Test func `an empty value beside a file counts as missing`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "statushawk-\(UUID().uuidString)")
        try Data("eu\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let configuration = try configuration(["STATUSHAWK_LOCATION": "", "STATUSHAWK_LOCATION_FILE": file.path()])
        #expect(configuration.location == "eu")
    }

    @Test func `Kubernetes variables of services with our name are no configuration`() throws {
        for service in ["STATUSHAWK", "STATUSHAWK_API", "STATUSHAWK_SERVICE", "STATUSHAWK_PORT_8080"] {
            _ = try self.configuration([
                "\(service)_SERVICE_HOST": "10.96.0.12", "\(service)_SERVICE_PORT": "8080",
                "\(service)_SERVICE_PORT_HTTP": "8080",
                "\(service)_PORT": "tcp://10.96.0.12:8080", "\(service)_PORT_8080_TCP": "tcp://10.96.0.12:8080",
                "\(service)_PORT_8080_TCP_PROTO": "tcp", "\(service)_PORT_8080_TCP_PORT": "8080",
                "\(service)_PORT_8080_TCP_ADDR": "10.96.0.12", "\(service)_PORT_53_UDP": "udp://[fd00::12]:53",
            ])
        }
    }

    @Test(arguments: [
        ("0.0.0.0:80", true, "http://localhost:80"), ("[::]:80", true, "http://localhost:80"),
        (":80", true, "http://localhost:80"),
        ("127.0.0.9:80", false, "http://127.0.0.9:80"), ("[::1]:80", false, "http://[::1]:80"),
        ("localhost:80", false, "http://localhost:80"),
        ("192.0.2.1:80", true, "http://192.0.2.1:80"),
    ])
    func `listening beyond loopback is known, and the public URL follows it`(_ listen: String, _ beyond: Bool, _ url: String)
        throws
    {
        let configuration = try configuration(["STATUSHAWK_LISTEN": listen])
        #expect(configuration.listensBeyondLoopback == beyond)
        #expect(configuration.publicURL == url)
    }

    @Test(arguments: [
        ("127.0.0.1:9090", "127.0.0.2:9090", false), ("127.0.0.1:9090", "127.0.0.1:9091", false),
        (":9090", "127.0.0.1:9090", true), (":9090", "[::1]:9090", true), (":9090", "0.0.0.0:9090", true),
        ("[::1]:9090", "[::]:9090", true), ("[::1]:9090", "127.0.0.1:9090", false), (":0", ":0", false),
    ])
    func `operations may be served on an address of their own`(
        _ operations: String, _ listen: String, _ clashes: Bool
    )
        throws
    {
        let environment = ["STATUSHAWK_OPERATIONS_LISTEN": operations, "STATUSHAWK_LISTEN": listen]
        guard !clashes else {
            #expect(throws: ConfigurationError.self) { try self.configuration(environment) }
            return
        }
        let configuration = try self.configuration(environment)
        #expect(configuration.operationsURL == configuration.operations?.url)
        #expect(configuration.publicURL == configuration.listen.url)
    }

    @Test(arguments: [
        ("sqlite:", DatabaseAddress.sqlite(path: "./data/statushawk.db")), ("sqlite:/srv/a.db", .sqlite(path: "/srv/a.db")),
        ("sqlite:///srv/a.db", .sqlite(path: "/srv/a.db")),
        ("postgres://hawk@db/hawk?sslmode=verify-full", .postgreSQL(url: Secret("postgres://hawk@db/hawk?sslmode=verify-full"))),
        ("postgresql://db,replica/hawk", .postgreSQL(url: Secret("postgresql://db,replica/hawk"))),
    ])
    func `a database is a file or a server, and its address is shown without a secret`(_ url: String, _ address: DatabaseAddress)
        throws
    {
        let configuration = try configuration(["DATABASE_URL": url])
        #expect(configuration.database == address)
        if case .postgreSQL = address { #expect("\(configuration.database)" == Secret.mask) }
    }

    @Test func `private targets are refused with open sign-up`() throws {
        #expect(try configuration(["STATUSHAWK_SIGNUPS": "open"]).allowPrivateTargets == false)
        #expect(try configuration(["STATUSHAWK_SIGNUPS": "open", "STATUSHAWK_ALLOW_PRIVATE_TARGETS": "yes"]).allowPrivateTargets)
    }

    @Test func `the page on configuration lists exactly the existing keys`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/configuration.md"), encoding: .utf8)
        let documented = page.split(separator: "\n").compactMap { line -> String? in
            guard line.hasPrefix("| `") else { return nil }
            return line.split(separator: "`").dropFirst().first.map(String.init)
        }
        #expect(documented == ConfigurationKey.allCases.map(\.rawValue))
    }

    @Test(arguments: [
        ("HTTPS://Status.Example.ORG:443/", "https://status.example.org"),
        ("http://status.example.org:80/a/B/", "http://status.example.org/a/B"),
        ("http://status.example.org:8080//a", "http://status.example.org:8080/a"),
        ("https://Bücher.example/s", "https://xn--bcher-kva.example/s"), ("http://[2001:DB8::7]:80", "http://[2001:db8::7]"),
    ])
    func `the public URL is normalized as in browsers`(_ text: String, _ url: String) throws {
        #expect(try self.configuration(["STATUSHAWK_PUBLIC_URL": text]).publicURL == url)
    }

    @Test(arguments: [
        "http://a.test/x y", "http://a.test/%2e%2e", "http://a.test/../x", "http://a.test/\"><script>", "http://a.test/x#y",
    ])
    func `a public URL whose path needs escaping is refused`(_ text: String) throws {
        #expect(throws: ConfigurationError.self) { try self.configuration(["STATUSHAWK_PUBLIC_URL": text]) }
    }
}
