import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird

/// The cookie of a browser that is signed in.
enum SessionCookie {
    static let name = "statushawk_session"

    private static let prefix = Array("\(name)=".utf8)

    /// The session that a request presents; nil: none. Other programs of the same host may set cookies too: they are not read as text.
    static func session(of request: Request) -> Secret? {
        for header in request.headers[values: .cookie] {
            for pair in header.utf8.split(separator: UInt8(ascii: ";")) {
                let pair = pair.drop { $0 == UInt8(ascii: " ") }
                guard pair.starts(with: self.prefix) else { continue }
                let value = String(Substring(pair.dropFirst(self.prefix.count)))
                return value.isEmpty ? nil : Secret(value)
            }
        }
        return nil
    }

    /// - Parameter secret: nil: the browser shall forget it.
    static func header(_ secret: Secret?, for client: Client) -> String {
        let age = secret == nil ? 0 : AuthenticationOperations.sessionLifetime.milliseconds / 1_000
        let secure = client.isSecure ? "; Secure" : ""
        return "\(self.name)=\(secret?.revealed ?? ""); Path=/; Max-Age=\(age); HttpOnly; SameSite=Lax\(secure)"
    }
}

extension Response {
    /// - Parameter secret: nil: the browser shall forget the session.
    func settingSession(_ secret: Secret?, for client: Client) -> Response {
        var response = self
        response.headers[.setCookie] = SessionCookie.header(secret, for: client)
        return response
    }
}
