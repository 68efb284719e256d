import HTTPTypes
import Hummingbird
import NIOCore

/// `/`: where to begin with a program that was built without the dashboard.
struct WelcomeRoutes {
    let publicURL: String

    func add(to routes: some RouterMethods<AppContext>) {
        let page = ByteBuffer(string: self.text)
        routes.get("/") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-cache"],
                body: ResponseBody(byteBuffer: page))
        }
    }

    private var text: String {
        """
        StatusHawk is running, built without its dashboard: script/web build and another build of the program add it.

        Create the first account (it owns the installation). From another machine add "setup_code":"…", which the log shows:

          curl -c statushawk.cookies -H 'Content-Type: application/json' \(self.publicURL)/api/v1/auth/signup \\
            -d '{"email":"you@example.com","password":"at least ten characters","name":"You"}'

        Watch something:

          curl -b statushawk.cookies -H 'Content-Type: application/json' -H 'Origin: \(self.publicURL)' \\
            \(self.publicURL)/api/v1/monitors -d '{"type":"http","target":"https://example.com"}'

        The whole interface: \(self.publicURL)/api/v1/openapi.yaml

        """
    }
}
