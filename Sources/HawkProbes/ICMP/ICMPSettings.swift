package import HawkCore

/// The number and size of echoes, and the assertions on them.
package struct ICMPSettings: MonitorSettings {
    /// From a token's size to the maximum of an Ethernet frame over IPv4.
    static let sizeRange = 16...1_472

    package var packets = 1
    /// Bytes of payload, as in `ping -s`.
    package var packetSize = 56
    /// The time between echoes.
    package var packetIntervalMs: Int64 = 200
    package var assertions: [Assertion] = []
    package var dialOptions = DialOptions()

    package init() {}

    package static let settings = SettingList<ICMPSettings> {
        Setting(
            "packets", "Packets", \.packets, .range(1...20),
            help: "Up if at least one reply arrives. Latency is the mean round trip.")
        Setting("packet_size", "Packet size", \.packetSize, .range(Self.sizeRange), help: "Payload in bytes.")
        Setting(
            "packet_interval_ms", "Packet interval (ms)", \.packetIntervalMs, .range(10...5_000), help: "Time between packets.")
        Assertion.setting(
            \.assertions, on: [.latency, .packetLoss, .jitter], help: "On mean round trip, packet loss and jitter.")
        SettingsPart(\.dialOptions)
    }

    package func validate() -> [FieldError] {
        guard self.packets < 2, self.assertions.contains(where: { $0.source == .jitter }) else { return [] }
        return [FieldError("packets", "must be 2 or more for an assertion on jitter")]
    }
}
