/// The duration of each phase of an attempt. Nil if the phase was not reached or does not exist for the type.
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

    package enum Name: Sendable { case dns, connect, tls, firstByte, transfer }

    package subscript(_ name: Name) -> Duration? {
        get {
            switch name {
            case .dns: self.dns
            case .connect: self.connect
            case .tls: self.tls
            case .firstByte: self.firstByte
            case .transfer: self.transfer
            }
        }
        set {
            switch name {
            case .dns: self.dns = newValue
            case .connect: self.connect = newValue
            case .tls: self.tls = newValue
            case .firstByte: self.firstByte = newValue
            case .transfer: self.transfer = newValue
            }
        }
    }
}
