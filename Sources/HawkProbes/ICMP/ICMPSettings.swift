package import HawkCore

/// The number and size of echoes, and the assertions on them.
package struct ICMPSettings: MonitorSettings {
    static let packetRange = 1...20
    /// From a token's size to the maximum of an Ethernet frame over IPv4.
    static let sizeRange = 16...1_472
    static let intervalRange: ClosedRange<Int64> = 10...5_000
    static let sources: [Assertion.Source] = [.latency, .packetLoss, .jitter]

    package var packets = 1
    /// Bytes of payload, as in `ping -s`.
    package var packetSize = 56
    /// The time between echoes.
    package var packetIntervalMs: Int64 = 200
    package var assertions: [Assertion] = []
    package var dialOptions = DialOptions()

    package init() {}

    package static let members = Self.ownMembers + DialOptions.members

    package enum CodingKeys: CodingKey, CaseIterable { case packets, packetSize, packetIntervalMs, assertions }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.packets = try members.decode(.packets, or: 1)
        self.packetSize = try members.decode(.packetSize, or: 56)
        self.packetIntervalMs = try members.decode(.packetIntervalMs, or: 200)
        self.assertions = try members.decode(.assertions, or: [])
        self.dialOptions = try DialOptions(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(self.packets, forKey: .packets)
        try members.encode(self.packetSize, forKey: .packetSize)
        try members.encode(self.packetIntervalMs, forKey: .packetIntervalMs)
        try members.encode(self.assertions, forKey: .assertions)
        try self.dialOptions.encode(to: encoder)
    }

    package func validate() -> [FieldError] {
        var errors: [FieldError] = []
        if !Self.packetRange.contains(self.packets) { errors.append(FieldError("packets", "must be from 1 to 20")) }
        if !Self.sizeRange.contains(self.packetSize) { errors.append(FieldError("packet_size", "must be from 16 to 1472")) }
        if !Self.intervalRange.contains(self.packetIntervalMs) {
            errors.append(FieldError("packet_interval_ms", "must be from 10 to 5000"))
        }
        if self.packets < 2, self.assertions.contains(where: { $0.source == .jitter }) {
            errors.append(FieldError("packets", "must be 2 or more for an assertion on jitter"))
        }
        return errors + Assertion.validate(self.assertions, sources: Self.sources) + self.dialOptions.validate()
    }
}
