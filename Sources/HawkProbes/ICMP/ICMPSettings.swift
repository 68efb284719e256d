package import HawkCore

/// How many echoes are asked for, and how large they are.
package struct ICMPSettings: MonitorSettings {
    static let packetRange = 1...10
    /// From a token's size to what fits into an Ethernet frame over IPv4.
    static let sizeRange = 16...1_472

    package var packets = 1
    /// Bytes of payload, as `ping -s` counts them.
    package var packetSize = 56
    package var reach = Reach()

    package init() {}

    package static let members = CodingKeys.allCases.map(\.stringValue) + Reach.members

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case packets
        case packetSize = "packet_size"
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.packets = try members.decode(.packets, or: 1)
        self.packetSize = try members.decode(.packetSize, or: 56)
        self.reach = try Reach(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(self.packets, forKey: .packets)
        try members.encode(self.packetSize, forKey: .packetSize)
        try self.reach.encode(to: encoder)
    }

    package func validate() -> [FieldError] {
        var errors: [FieldError] = []
        if !Self.packetRange.contains(self.packets) { errors.append(FieldError("packets", "must be from 1 to 10")) }
        if !Self.sizeRange.contains(self.packetSize) { errors.append(FieldError("packet_size", "must be from 16 to 1472")) }
        return errors + self.reach.validate()
    }
}
