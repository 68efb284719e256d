/// RFC 8058: a mail program can unsubscribe with a POST to the URL.
enum UnsubscribeHeaders {
    static func of(_ url: String) -> [(name: String, value: String)] {
        [("List-Unsubscribe", "<\(url)>"), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")]
    }
}
