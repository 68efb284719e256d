extension [IPAddress] {
    /// The addresses as IPv6, IPv4, IPv6, …, each family in its given order.
    package var interleaved: [IPAddress] {
        if self.count < 2 { return self }
        let v6 = self.filter { $0.family == .v6 }
        let v4 = self.filter { $0.family == .v4 }
        return (0..<Swift.max(v6.count, v4.count)).flatMap { v6.dropFirst($0).prefix(1) + v4.dropFirst($0).prefix(1) }
    }
}
