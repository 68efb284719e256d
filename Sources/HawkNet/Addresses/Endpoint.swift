/// An address and a port.
package struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    package let ip: IPAddress
    package let port: Int

    package init(ip: IPAddress, port: Int) {
        self.ip = ip
        self.port = port
    }

    package var description: String { self.ip.description(port: self.port) }
}
