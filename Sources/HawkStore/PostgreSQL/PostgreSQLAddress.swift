import CPostgreSQL
import HawkCore

/// The address and credentials of a server: a URL in libpq's format with all its parameters (`sslmode`, several hosts, …).
struct PostgreSQLAddress: Sendable {
    private let url: Secret
    private let applicationName: String
    /// The servers in libpq's order. A server behind a Unix socket counts as one of this machine.
    let servers: [(host: String, port: Int)]

    /// Nil if libpq cannot parse the URL. The reason is secret: it would quote a part of the URL, possibly of a password.
    /// - Parameter applicationName: the name of the sessions, unless the URL sets another one.
    init?(_ url: Secret, applicationName: String = "statushawk") {
        guard !URLUserInfo.isBroken(in: url.revealed), let options = PQconninfoParse(url.revealed, nil) else { return nil }
        defer { PQconninfoFree(options) }
        // libpq checks ports only when it connects, and would then quote an invalid one.
        guard (Self.lists(in: options)["port"] ?? []).allSatisfy({ $0.isEmpty || UInt16($0) != nil }) else { return nil }
        self.url = url
        self.applicationName = applicationName
        self.servers = Self.servers(in: options)
    }

    /// Returns the servers. Several hosts each have their own port or share one (libpq, section "Specifying Multiple Hosts").
    private static func servers(in options: UnsafePointer<PQconninfoOption>) -> [(host: String, port: Int)] {
        let lists = self.lists(in: options).merging(self.defaults) { stated, _ in stated }
        let ports = lists["port"] ?? []
        return (lists["hostaddr"] ?? lists["host"] ?? [""]).enumerated().map { index, host in
            // A server behind a Unix socket may also listen on this machine's network, on the same port.
            let isSocket = host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@")
            let port = Int(ports.count > 1 && index < ports.count ? ports[index] : ports.first ?? "")
            return (isSocket ? "localhost" : host, port ?? 5432)
        }
    }

    /// The values that libpq takes from the environment, such as PGHOST, if the URL has none.
    private static var defaults: [String: [String]] {
        guard let options = PQconndefaults() else { return [:] }
        defer { PQconninfoFree(options) }
        return self.lists(in: options)
    }

    private static func lists(in options: UnsafePointer<PQconninfoOption>) -> [String: [String]] {
        var lists: [String: [String]] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                lists[String(cString: keyword)] = String(cString: value).split(separator: ",", omittingEmptySubsequences: false)
                    .map(String.init)
            }
            option += 1
        }
        return lists
    }

    /// Returns the parameters for libpq. It takes the last of several values for a keyword, so the URL overrides those before it.
    func parameters(_ limits: PostgreSQLLimits) -> [(keyword: String, value: String)] {
        [
            ("fallback_application_name", self.applicationName),
            ("connect_timeout", "\(max(2, limits.connecting.milliseconds / 1_000))"),  // libpq rounds 1 up to 2
            ("tcp_user_timeout", "20000"),
            ("keepalives_idle", "15"),
            ("keepalives_interval", "5"),
            ("keepalives_count", "3"),
            // Of several hosts, selects the one that accepts writes.
            ("target_session_attrs", "read-write"),
            // libpq would otherwise look for a Kerberos ticket before each connection.
            ("gssencmode", "disable"),
            ("dbname", self.url.revealed),
            ("client_encoding", "UTF8"),
        ]
    }
}
