import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird

/// The cookie of a browser that is signed in.
enum SessionCookie {
    static let name = "statushawk_session"

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
