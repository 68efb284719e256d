/// A host name or an address without a port.
package struct ICMPTarget: ProbeTarget, Equatable {
    package let host: String

    package init(parsing text: String) throws(InvalidTarget) {
        guard !text.contains("/") else { throw InvalidTarget("must be a host name or IP address, not a URL") }
        self.host = text.first == "[" ? try TargetHost.parse(bracketed: text) : try TargetHost.parse(text)
    }

    package var canonical: String { self.host }
}
