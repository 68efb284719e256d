import Crypto
import Foundation
import HawkCore
import HawkEngine
import Mustache

/// The pages that links in mails open, in the style of the public status pages, without JavaScript.
enum MailConsentPage {
    case confirm(ConsentOperations.Consent)
    case agreed(ConsentOperations.Consent)
    case unsubscribe(ConsentOperations.Consent)
    /// Holds the link's token, so that the user can subscribe again.
    case unsubscribed(ConsentOperations.Consent, String)
    case unknown

    private struct Model {
        let title, text: String
        let button: String?
        /// The URL that the button posts to. Nil selects the page's own address.
        let action: String?
        let style: String
    }

    var html: String {
        // SAFETY: the library has a template of this name, and a test renders it.
        Self.library.render(self.model, withTemplate: "consent")!
    }

    private var model: Model {
        switch self {
        case .confirm(let consent):
            Self.model(
                "Do you want to receive alerts?",
                "\(consent.organization) wants to send monitoring alerts to \(consent.address).", button: "Yes, send them")
        case .agreed(let consent):
            Self.model(
                "You will receive alerts",
                "\(consent.organization) sends its alerts to \(consent.address). Each mail has a link to unsubscribe.")
        case .unsubscribe(let consent):
            Self.model(
                "Unsubscribe?", "Unsubscribe \(consent.address) from all mail from \(consent.organization).",
                button: "Unsubscribe")
        case .unsubscribed(let consent, let token):
            Self.model(
                "You are unsubscribed",
                "\(consent.address) will receive no more mail from \(consent.organization). If this was a mistake, subscribe again.",
                button: "Subscribe again", action: "../resubscribe/\(token)")
        case .unknown:
            Self.model(
                "This link is not valid",
                "It may be incomplete, or a later mail has replaced it. Use the link in the latest mail.")
        }
    }

    private static func model(_ title: String, _ text: String, button: String? = nil, action: String? = nil) -> Model {
        Model(title: title, text: text, button: button, action: action, style: Self.css)
    }

    /// Blocks loading and scripts; forms may post only to this server.
    static let contentSecurityPolicy: String = {
        let hash = Data(SHA256.hash(data: Array(css.utf8))).base64EncodedString()
        return "default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    }()

    private static let css =
        StatusPageStyle.css + """
            main{margin-top:1.25rem}
            main p{max-width:42rem}
            button{margin-top:1.5rem;padding:.7rem 1.25rem;border:0;border-radius:10px;background:var(--info-text);color:var(--card);\
            font:inherit;font-weight:600;cursor:pointer}
            button:focus-visible{outline:2px solid currentColor;outline-offset:3px}
            """

    private static let library: MustacheLibrary = {
        MustacheContentTypes.register(ScalarHTML(), named: "SCALAR_HTML")
        var library = MustacheLibrary()
        // SAFETY: the template is below, and a test renders it.
        try! library.register("{{% CONTENT_TYPE:SCALAR_HTML}}\(template)", named: "consent")
        return library
    }()

    private static let template = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>{{title}}</title>
        <style>{{{style}}}</style>
        </head>
        <body>
        <header><h1>{{title}}</h1></header>
        <main>
        <p>{{text}}</p>
        {{#button}}<form method="post"{{#action}} action="{{action}}"{{/action}}><button type="submit">{{button}}</button></form>{{/button}}
        </main>
        <footer><p class="small">Sent with StatusHawk.</p></footer>
        </body>
        </html>

        """
}
