import HawkCore

/// A short mail with one link, in plain text and HTML.
struct LinkLayout: Sendable {
    let subject: String
    /// Says what the mail is about.
    let sentence: String
    /// Says what the link is for and ends with a colon. In HTML, the button says it.
    let instruction: String
    let link: String
    let button: String
    let closing: String
    /// A less important link below, to refuse further mails.
    var unsubscribe: (label: String, link: String)?

    var plain: String {
        """
        \(self.subject)

        \(self.sentence)

        \(self.instruction)

        \(self.link)

        \(self.closing)
        \(self.unsubscribe.map { "\($0.label): \($0.link)\n" } ?? "")
        """
    }

    var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(self.subject.escapedForHTML)</title>
        </head>
        <body style="margin:0;padding:24px 12px;font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,\
        sans-serif;font-size:16px;line-height:1.5">
        <div style="max-width:560px;margin:0 auto">
        <h1 style="margin:0 0 12px;font-size:22px;line-height:1.3">\(self.subject.escapedForHTML)</h1>
        <p style="margin:0 0 20px">\(self.sentence.escapedForHTML)</p>
        <p style="margin:0 0 20px"><a href="\(self.link.escapedForHTML)" style="display:inline-block;padding:11px 20px;\
        border-radius:6px;background:#1c4c9f;color:#ffffff;font-size:15px;font-weight:600;text-decoration:none">\
        \(self.button.escapedForHTML)</a></p>
        <p style="margin:0;font-size:14px">\(self.closing.escapedForHTML)\(self.unsubscribeHTML)</p>
        </div>
        </body>
        </html>

        """
    }

    private var unsubscribeHTML: String {
        guard let (label, link) = self.unsubscribe else { return "" }
        return "<br>\n<a href=\"\(link.escapedForHTML)\">\(label.escapedForHTML)</a>"
    }
}
