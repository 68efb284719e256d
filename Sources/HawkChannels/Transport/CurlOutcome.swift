import CCurl

/// What became of one transfer.
struct CurlOutcome: Sendable {
    /// What a mail server said when it did not consent.
    struct Reply: Sendable {
        let code: Int
        let text: String
        let stage: ccurl_stage
        /// Which recipient it was about, from 0.
        let recipient: Int
    }

    let code: CURLcode
    /// libcurl's words for it.
    let detail: String
    let connectErrno: Int32
    /// HTTP status; 0 before one came.
    let status: Int
    let retryAfter: Duration?
    /// At most 4 KiB.
    let body: [UInt8]
    let reply: Reply?
    let recipientsDeferred: Int
    let recipientsRefused: Int
    /// The policy's sentence where it refused every address.
    let refusal: String?

    init(_ raw: ccurl_outcome, refusal: String?) {
        self.code = raw.code
        self.detail = text(raw.detail)
        self.connectErrno = Int32(truncatingIfNeeded: raw.connect_errno)
        self.status = raw.status
        self.retryAfter = raw.retry_after > 0 ? .seconds(raw.retry_after) : nil
        self.body = withUnsafeBytes(of: raw.body) { Array($0.prefix(raw.body_length)) }
        self.reply =
            raw.reply_code == 0
            ? nil
            : Reply(
                code: Int(raw.reply_code), text: text(raw.reply), stage: raw.reply_stage, recipient: Int(raw.reply_recipient))
        self.recipientsDeferred = Int(raw.recipients_deferred)
        self.recipientsRefused = Int(raw.recipients_refused)
        self.refusal = refusal
    }
}

/// A NUL-terminated C array as text.
private func text<CArray>(_ array: CArray) -> String {
    withUnsafeBytes(of: array) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
