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
                defaultValue: 1, minimum: 1, maximum: 20),
            FormField(
                "packet_size", "Packet size", .number, help: "Bytes of payload.", defaultValue: 56, minimum: 16, maximum: 1_472),
            FormField(
                "packet_interval_ms", "Time between packets", .number, help: "In milliseconds.", defaultValue: 200, minimum: 10,
                maximum: 5_000),
            Assertion.field(
                ICMPSettings.sources, help: "On the mean round trip, the share of packets that are lost, and the jitter."),
        ] + Reach.form

    package init() {}

    package func observe(_ target: ICMPTarget, _ settings: ICMPSettings, in attempt: Attempt) -> EventLoopFuture<Observation> {
        attempt.reach = settings.reach
        // One promise for all: a future for each step would cost more than the step.
        let promise = attempt.eventLoop.makePromise(of: Observation.self)
        attempt.resolve(target.host, port: nil).whenComplete { result in
            switch result {
            case .success(let addresses):
                EchoSeries(target.host, addresses.interleaved, settings, in: attempt, promise).start()
            case .failure(let error): promise.fail(error)
            }
        }
        return promise.futureResult
    }
}
