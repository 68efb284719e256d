import Foundation
package import HawkCore

/// The address of a Redis server and the credentials for it: `redis://[user:password@]host[:port][/database]`.
package struct RedisAddress: Sendable, Equatable, CustomStringConvertible {
    /// Says what is wrong with a URL, as the end of a sentence that begins with the setting's name. Contains no password.
    package struct Invalid: Error, Sendable, Equatable, CustomStringConvertible {
        package let description: String
    }

    package var host: String
    package var port: Int
    /// Nil means Redis' `default` user.
    package var user: String?
    package var password: Secret?
    package var database: Int
    package var isTLS: Bool
    /// Certificates (PEM) to trust in place of the system's: `?ca_file=/path`.
    package var caFile: String?

    /// - Parameter url: `redis://`, or `rediss://` for TLS. Characters with a special meaning in URLs are percent-encoded.
    package init(_ url: String) throws(Invalid) {
        guard !URLUserInfo.isBroken(in: url), let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            scheme == "redis" || scheme == "rediss", let host = parts.host, !host.isEmpty, parts.fragment == nil
        else { throw Invalid(description: "must be a URL such as redis://:password@127.0.0.1:6379/0") }
        self.host = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        self.port = parts.port ?? 6379
        guard (1...65_535).contains(self.port) else { throw Invalid(description: "must have a port from 1 to 65535") }
        self.user = parts.user.flatMap { $0.isEmpty ? nil : $0 }
        self.password = parts.password.map { Secret($0) }
        guard self.user == nil || self.password != nil else {
            throw Invalid(
                description: "must not have a user without a password; write a password alone as redis://:password@host")
        }
        self.database = try Self.database(parts.path)
        self.isTLS = scheme == "rediss"
        self.caFile = try Self.caFile(parts.queryItems ?? [])
    }

    /// The form used in messages, without credentials.
    package var description: String { self.host.contains(":") ? "[\(self.host)]:\(self.port)" : "\(self.host):\(self.port)" }

    private static func database(_ path: String) throws(Invalid) -> Int {
        let text = path.drop { $0 == "/" }
        if text.isEmpty { return 0 }
        guard let number = Int(text), (0...1_000_000).contains(number) else {
            throw Invalid(description: "must have only a database number after the host")
        }
        return number
    }

    private static func caFile(_ query: [URLQueryItem]) throws(Invalid) -> String? {
        guard query.allSatisfy({ $0.name == "ca_file" }) else {
            throw Invalid(description: "must have no parameter other than ca_file")
        }
        return query.last?.value
    }
}
