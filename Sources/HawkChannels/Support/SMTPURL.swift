import CCurl
import Foundation
package import HawkCore

/// The address of a mail server: `smtp://user:password@host:587` or `smtps://` (TLS from the first byte). With a password,
/// `smtp://` requires STARTTLS unless `?starttls=offered` or `off` is set. Without one, it uses STARTTLS if offered.
package struct SMTPURL: Sendable, Equatable {
    package struct Login: Sendable, Equatable {
        package let user: String
        package let password: Secret
    }

    package enum Protection: String, Sendable {
        case whenOffered = "offered"
        case required
        case off
        /// TLS from the first byte.
        case implicit
    }

    package let host: String
    package let port: Int
    package let login: Login?
    package let protection: Protection

    /// - Throws: a problem whose text follows the field's name and does not contain the password.
    package init(_ text: String) throws(Problem) {
        guard text.utf8.count <= 2_048 else { throw Problem("must be at most 2048 bytes long") }
        guard !text.unicodeScalars.contains(where: { $0.isControl || $0 == " " }), let url = URLComponents(string: text) else {
            throw Problem("must look like smtp://user:password@host:587")
        }
        guard let scheme = url.scheme?.lowercased(), scheme == "smtp" || scheme == "smtps" else {
            throw Problem("must begin with smtp:// or smtps://")
        }
        let host = (url.host ?? "").trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        guard host.isHostName || host.contains(":") else { throw Problem("must contain a host") }
        guard url.path.isEmpty || url.path == "/" else { throw Problem("must have nothing after the host and port") }
        guard url.fragment == nil else { throw Problem("must have nothing after the host and port") }
        self.host = host
        self.login = try Self.login(url)
        self.protection = try Self.protection(url, scheme, hasLogin: self.login != nil)
        self.port = url.port ?? (scheme == "smtps" ? 465 : self.login == nil ? 25 : 587)
        guard (1...65_535).contains(self.port) else { throw Problem("must have a port from 1 to 65535") }
    }

    /// Says what is wrong with a URL.
    package struct Problem: Error, Sendable {
        package let message: String

        init(_ message: String) { self.message = message }
    }

    private static func login(_ url: URLComponents) throws(Problem) -> Login? {
        guard let user = url.user, !user.isEmpty else { return nil }
        let password = url.password ?? ""
        guard !(user + password).unicodeScalars.contains(where: \.isControl) else {
            throw Problem("must not contain control characters in the user or password")
        }
        return Login(user: user, password: Secret(password))
    }

    private static func protection(
        _ url: URLComponents, _ scheme: String, hasLogin: Bool
    ) throws(Problem) -> Protection {
        var protection = hasLogin ? Protection.required : .whenOffered
        for item in url.queryItems ?? [] {
            guard item.name == "starttls", let value = item.value.flatMap(Protection.init(rawValue:)), value != .implicit else {
                throw Problem("supports only the option starttls=required, starttls=offered or starttls=off")
            }
            guard scheme == "smtp" else { throw Problem("must not have a starttls option with smtps://") }
            protection = value
        }
        return scheme == "smtps" ? .implicit : protection
    }

    /// The URL without login and options, for libcurl.
    var address: String {
        let host = self.host.contains(":") ? "[\(self.host)]" : self.host
        return "\(self.protection == .implicit ? "smtps" : "smtp")://\(host):\(self.port)"
    }

    var tls: ccurl_tls {
        switch self.protection {
        case .whenOffered: CCURL_TLS_WHEN_OFFERED
        case .required, .implicit: CCURL_TLS_REQUIRED
        case .off: CCURL_TLS_OFF
        }
    }
}

extension SMTPURL: CustomStringConvertible {
    /// Masks the password.
    package var description: String {
        self.login.map { self.address.replacing("://", with: "://\($0.user):********@", maxReplacements: 1) } ?? self.address
    }
}
