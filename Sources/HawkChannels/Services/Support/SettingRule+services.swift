import Foundation
import HawkCore

extension SettingRule where Value == String {
    /// An `https://` or `http://` URL without user and password.
    static var webURL: SettingRule { .valid(WebURL.problem) }

    /// One line of visible ASCII characters, as a header and a URL can contain it.
    static func token(_ range: ClosedRange<Int> = 1...512) -> SettingRule {
        .valid { text in
            guard range.contains(text.utf8.count) else {
                return "must be \(range.lowerBound) to \(range.upperBound) bytes long"
            }
            return text.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? nil : "must be ASCII without spaces"
        }
    }

    /// One line of text.
    static func line(_ range: ClosedRange<Int> = 1...256) -> SettingRule {
        .valid { text in
            guard range.contains(text.utf8.count) else {
                return "must be \(range.lowerBound) to \(range.upperBound) bytes long"
            }
            return text.unicodeScalars.contains(where: \.isControl) ? "must be one line" : nil
        }
    }
}

extension Setting {
    /// Describes a URL that is a credential itself, because its path contains one.
    static func secretURL(
        _ path: any WritableKeyPath<Root, String> & Sendable, label: String = "Webhook URL", placeholder: String
    ) -> Setting {
        Setting("url", label, path, .webURL, kind: .url, required: true, secret: true, placeholder: placeholder)
    }
}

enum WebURL {
    /// Returns what is wrong with a URL. Nil if nothing is.
    static func problem(_ text: String) -> String? {
        guard text.utf8.count <= 2_048 else { return "must be at most 2048 characters long" }
        guard !text.unicodeScalars.contains(where: { $0.isControl || $0 == " " }), let url = URLComponents(string: text),
            let scheme = url.scheme?.lowercased(), let host = url.host, !host.isEmpty
        else { return "must be a URL, such as https://hooks.example.com/statushawk" }
        guard scheme == "http" || scheme == "https" else { return "must begin with https:// or http://" }
        guard url.user == nil, url.password == nil else {
            return "must not contain a user or password; use an Authorization header"
        }
        return nil
    }
}
