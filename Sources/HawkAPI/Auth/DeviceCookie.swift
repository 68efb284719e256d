import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird

/// Marks a browser that signed in before. The cookie outlives the session and is sent only to `/api/v1/auth`.
enum DeviceCookie {
    static let name = "statushawk_device"
    /// Longer values are not ours.
    private static let maxLength = 200

    /// Returns the browser's secret. Nil if it sends none.
    static func presented(in request: Request) -> Secret? {
        guard let value = request.cookies[self.name]?.value, (1...self.maxLength).contains(value.utf8.count) else { return nil }
        return Secret(value)
    }

    static func header(_ secret: Secret, for client: Client) -> String {
        let age = KnownDevices.lifetime.milliseconds / 1_000
        let secure = client.isSecure ? "; Secure" : ""
        return "\(self.name)=\(secret.revealed); Path=/api/v1/auth; Max-Age=\(age); HttpOnly; SameSite=Strict\(secure)"
    }
}

extension Response {
    /// Starts the session of a user who has just signed in, and marks the browser as a known device.
    func signingIn(_ signedIn: SignedIn, to request: Request, by client: Client) -> Response {
        var response = self.settingSession(signedIn.cookie, to: request, by: client)
        response.headers.append(HTTPField(name: .setCookie, value: DeviceCookie.header(signedIn.device, for: client)))
        return response
    }
}
