import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird

/// The cookie of a browser that is signed in.
enum SessionCookie {
    private static let plainName = "statushawk_session"
    /// Over HTTPS: browsers take a cookie of such a name from this very host only, so that no neighbouring host can plant one. RFC 6265bis
    /// section 4.1.3.2.
    private static let hostName = "__Host-statushawk_session"
    /// The names under which a session may come, the better one first: a browser may have signed in before HTTPS was set up.
    private static let names = [Self.hostName, Self.plainName]

    /// The sessions that a request presents, the better name's first. Other programs of the same host may set cookies too: they are not
    /// read as text.
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

    /// - Parameter secret: nil: the browser shall forget it.
    /// - Returns: the cookie, and the end of the one that an earlier sign-in left under the other name.
    static func headers(_ secret: Secret?, to request: Request, by client: Client) -> [String] {
        let age = secret == nil ? 0 : AuthenticationOperations.maxSessionLifetime.milliseconds / 1_000
        let (own, other) = client.isSecure ? (self.hostName, self.plainName) : (self.plainName, self.hostName)
        let header = self.header(own, secret?.revealed ?? "", age: age, isSecure: client.isSecure)
        // Browsers let go of a `__Host-` cookie only by a header that is marked as secure too.
        return self.value(named: other, of: request) == nil ? [header] : [header, self.header(other, "", age: 0, isSecure: true)]
    }

    private static func header(_ name: String, _ value: String, age: Int64, isSecure: Bool) -> String {
        "\(name)=\(value); Path=/; Max-Age=\(age); HttpOnly; SameSite=Lax\(isSecure ? "; Secure" : "")"
    }
}

extension Response {
    /// - Parameter secret: nil: the browser shall forget the session.
    func settingSession(_ secret: Secret?, to request: Request, by client: Client) -> Response {
        var response = self
        response.headers[values: .setCookie] = SessionCookie.headers(secret, to: request, by: client)
        return response
    }
}
