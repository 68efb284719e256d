package import HawkCore
import HawkNet
package import NIOCore

/// Asks a host for ICMP echoes.
package struct ICMPProbe: Probe {
    package static let type = MonitorType.icmp
    package static let label = "Ping"
    package static let summary = "Sends ICMP echo requests, over IPv4 or IPv6, and measures the round trip."
    package static let targetField = FormField(
        "target", "Host", .text, required: true, help: "A name or an address.", placeholder: "router.example.com")
    package static let form =
        [
            FormField(
                "packets", "Packets", .number, help: "Up when any of them comes back; the latency is their mean round trip.",
                defaultValue: 1, minimum: 1, maximum: 10),
            FormField(
                "packet_size", "Packet size", .number, help: "Bytes of payload.", defaultValue: 56, minimum: 16, maximum: 1_472),
        ] + Reach.form

    package init() {}

    package func observe(_ target: ICMPTarget, _ settings: ICMPSettings, in attempt: Attempt) -> EventLoopFuture<Observation> {
        attempt.reach = settings.reach
        return attempt.resolve(target.host, port: nil).flatMap { addresses in
            EchoSeries(target.host, addresses.interleaved, settings, in: attempt).start()
        }
    }
}
