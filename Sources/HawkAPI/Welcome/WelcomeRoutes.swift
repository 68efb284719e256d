import HTTPTypes
import Hummingbird
import NIOCore

/// `/`: first steps for a program that was built without the dashboard.
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
        StatusHawk is running without its dashboard. To add the dashboard, run script/web build and build the program again.

        Create the first account, which owns the installation. From another machine, add "setup_code":"…" with the code from the log:

          curl -c statushawk.cookies -H 'Content-Type: application/json' \(self.publicURL)/api/v1/auth/signup \\
            -d '{"email":"you@example.com","password":"at least ten characters","name":"You"}'

        Create a monitor:

          curl -b statushawk.cookies -H 'Content-Type: application/json' -H 'Origin: \(self.publicURL)' \\
            \(self.publicURL)/api/v1/monitors -d '{"type":"http","target":"https://example.com"}'

        API reference: \(self.publicURL)/api/v1/openapi.yaml

        """
    }
}
