import HTTPTypes
import Hummingbird
import NIOCore

/// The response at an address without a published status page, whether the page does not exist or is not public.
enum MissingStatusPage {
    static let cacheControl = "public, max-age=1"

    static var response: Response {
        Response(
            status: .notFound,
            headers: [
                .contentType: "text/html; charset=utf-8", .contentSecurityPolicy: StatusPageStyle.contentSecurityPolicy,
                .cacheControl: self.cacheControl,
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: self.html)))
    }

    static let html = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>Status page not found</title>
        <style>\(StatusPageStyle.css)</style>
        </head>
        <body>
        <header><h1>Status page not found</h1></header>
        <main>
        <p class="about">No status page is published at this address. Check the address, or ask whoever gave it to you.</p>
        </main>
        <footer><p class="small">Made with StatusHawk.</p></footer>
        </body>
        </html>

        """
}
