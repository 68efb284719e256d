extension ServiceAlert.Severity {
    /// Returns the service's value for this severity. `resolved` counts as `info`.
    func mapped<Value>(critical: Value, warning: Value, info: Value) -> Value {
        switch self {
        case .critical: critical
        case .warning: warning
        case .info, .resolved: info
        }
    }
}

extension ServiceAlert {
    /// The lines of `body` as CommonMark that shows them unchanged, for a service with plain titles: at most twice as long as
    /// `body`.
    ///
    /// `markup` escapes titles too, so such a service has no `markup`, and half the service's limit for texts.
    var markdownBody: String {
        self.body.split(separator: "\n").map { Markup.markdown.escape(String($0)) }.joined(separator: "  \n")
    }
}
