import HawkCore

/// The mail of an alert, in plain text and HTML.
struct AlertMail {
    private let text: AlertText
    private let url: String
    private let unsubscribeURL: String?

    /// - Parameter unsubscribeURL: where its only recipient can unsubscribe.
    init(_ message: AlertMessage, unsubscribeURL: String? = nil) {
        self.init(AlertText(message), url: message.url, unsubscribeURL: unsubscribeURL)
    }

    init(_ text: AlertText, url: String, unsubscribeURL: String? = nil) {
        self.text = text
        self.url = url
        self.unsubscribeURL = unsubscribeURL
    }

    var subject: String { self.text.title }

    var plain: String {
        let width = self.text.facts.map(\.label.count).max() ?? 0
        let facts = self.text.facts.map { fact in
            "\(fact.label):\(String(repeating: " ", count: width - fact.label.count + 1))\(fact.value)"
        }
        return """
            \(self.text.title)

            \(self.text.sentence)

            \(facts.joined(separator: "\n"))

            \(self.url.singleLine)

            -- \n\(Self.footer)\(self.unsubscribeURL.map { "\nUnsubscribe from this organization: \($0)" } ?? "")

            """
    }

    private static let footer = "Sent by StatusHawk because your address is in a channel of this organization."

    /// Mail programs need tables and inline styles. The style block is for those that support dark mode.
    var html: String {
        let (accent, tint, label) = self.look
        let facts = self.text.facts.map { fact in
            """
            <tr>
            <td class="muted" style="padding:6px 16px 6px 0;color:#5b6472;font-size:14px;vertical-align:top;white-space:nowrap">\
            \(fact.label.escapedForHTML)</td>
            <td style="padding:6px 0;font-size:14px;word-break:break-word">\(fact.value.escapedForHTML)</td>
            </tr>
            """
        }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="supported-color-schemes" content="light dark">
            <title>\(self.text.title.escapedForHTML)</title>
            <style>
            @media (prefers-color-scheme: dark) {
              .page { background: #12151a !important; }
              .card { background: #1b2027 !important; color: #e8ebef !important; border-left-color: #2c333d !important;\
                border-right-color: #2c333d !important; border-bottom-color: #2c333d !important; }
              .muted { color: #9aa4b2 !important; }
              .badge { background: transparent !important; border: 1px solid #5b6472 !important; color: #e8ebef !important; }
            }
            </style>
            </head>
            <body class="page" style="margin:0;padding:0;background:#f4f5f7">
            <table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f5f7">
            <tr><td align="center" style="padding:24px 12px">
            <table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;\
            background:#ffffff;border:1px solid #e2e5ea;border-top:4px solid \(accent);border-radius:8px;color:#1c2128;\
            font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;text-align:left">
            <tr><td style="padding:24px 24px 8px">
            <span class="badge" style="display:inline-block;padding:3px 10px;border:1px solid \(tint);border-radius:999px;\
            background:\(tint);color:\(accent);font-size:13px;font-weight:600">\(label)</span>
            <h1 style="margin:14px 0 8px;font-size:22px;line-height:1.3;font-weight:650;word-break:break-word">\
            \(self.text.title.escapedForHTML)</h1>
            <p style="margin:0 0 16px;font-size:16px;line-height:1.5;word-break:break-word">\
            \(self.text.sentence.escapedForHTML)</p>
            <table role="presentation" cellpadding="0" cellspacing="0">
            \(facts.joined(separator: "\n"))
            </table>
            \(self.button(accent))
            </td></tr>
            </table>
            <p class="muted" style="max-width:560px;margin:16px auto 0;color:#5b6472;font-size:12px;line-height:1.5;\
            font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif">\(Self.footer)\(self.unsubscribeLink)</p>
            </td></tr>
            </table>
            </body>
            </html>

            """
    }

    private var unsubscribeLink: String {
        self.unsubscribeURL.map { #"<br><a href="\#($0.escapedForHTML)" style="color:inherit">Unsubscribe</a>"# } ?? ""
    }

    private var look: (accent: String, tint: String, label: String) {
        switch self.text.tone {
        case .bad: ("#b42318", "#fde8e6", "Down")
        case .warning: ("#93500a", "#fdf1dc", "Warning")
        case .good: ("#087443", "#ddf5e8", "All clear")
        case .neutral: ("#3b4656", "#e9edf2", "Notice")
        }
    }

    private func button(_ accent: String) -> String {
        guard self.url.hasPrefix("https://") || self.url.hasPrefix("http://") else { return "" }
        return """
            <p style="margin:20px 0 16px"><a href="\(self.url.escapedForHTML)" style="display:inline-block;\
            padding:11px 20px;border-radius:6px;background:\(accent);color:#ffffff;font-size:15px;font-weight:600;\
            text-decoration:none">Open in StatusHawk</a></p>
            """
    }
}
