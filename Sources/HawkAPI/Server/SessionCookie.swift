import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird

/// The cookie of a signed-in browser.
enum SessionCookie {
    private static let plainName = "statushawk_session"
    /// The name over HTTPS. Browsers accept a cookie of such a name only from this exact host, so no neighbouring host can set
    /// one. RFC 6265bis section 4.1.3.2.
    private static let hostName = "__Host-statushawk_session"
    /// The accepted names, in order of preference. A browser may have signed in before HTTPS was set up.
    private static let names = [Self.hostName, Self.plainName]

    /// Returns the sessions of a request, the preferred name first. Other programs on the same host may set cookies too; they are
    /// not decoded as text.
    static func sessions(of request: Request) -> [Secret] {
        self.names.compactMap { self.value(named: $0, of: request) }.filter { !$0.isEmpty }.map { Secret($0) }
    }

    private static func value(named name: String, of request: Request) -> String? {
        let prefix = Array("\(name)=".utf8)
        for header in request.headers[values: .cookie] {
            for pair in header.utf8.split(separator: UInt8(ascii: ";")) {
                let pair = pair.drop { $0 == UInt8(ascii: " ") }
                if pair.starts(with: prefix) { return String(Substring(pair.dropFirst(prefix.count))) }
            }
        }
        return nil
    }

    /// - Parameter secret: nil makes the browser delete the cookie.
    /// - Returns: the cookie, and the deletion of the one that an earlier sign-in stored under the other name.
    static func headers(_ secret: Secret?, to request: Request, by client: Client) -> [String] {
        let age = secret == nil ? 0 : AuthenticationOperations.maxSessionLifetime.milliseconds / 1_000
        let (own, other) = client.isSecure ? (self.hostName, self.plainName) : (self.plainName, self.hostName)
        let header = self.header(own, secret?.revealed ?? "", age: age, isSecure: client.isSecure)
        // Browsers delete a `__Host-` cookie only if the header is also marked as secure.
        return self.value(named: other, of: request) == nil ? [header] : [header, self.header(other, "", age: 0, isSecure: true)]
    }

    private static func header(_ name: String, _ value: String, age: Int64, isSecure: Bool) -> String {
        "\(name)=\(value); Path=/; Max-Age=\(age); HttpOnly; SameSite=Lax\(isSecure ? "; Secure" : "")"
    }
}

extension Response {
    /// - Parameter secret: nil makes the browser delete the session.
    func settingSession(_ secret: Secret?, to request: Request, by client: Client) -> Response {
        var response = self
        response.headers[values: .setCookie] = SessionCookie.headers(secret, to: request, by: client)
        return response
    }
}
