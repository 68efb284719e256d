/// How long each phase of an attempt took; nil where it was not reached or does not exist for the type.
package struct Phases: Sendable, Equatable {
    package var dns: Duration?
    package var connect: Duration?
    package var tls: Duration?
    package var firstByte: Duration?
    package var transfer: Duration?

    package init(
        dns: Duration? = nil, connect: Duration? = nil, tls: Duration? = nil, firstByte: Duration? = nil,
        transfer: Duration? = nil
    ) {
        self.dns = dns
        self.connect = connect
        self.tls = tls
        self.firstByte = firstByte
        self.transfer = transfer
    }
}
