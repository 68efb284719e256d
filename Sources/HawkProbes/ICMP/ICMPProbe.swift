package import HawkCore
import HawkNet
import NIOCore

/// Sends ICMP echoes to a host.
package final class ICMPProbe: Probe {
    package typealias Settings = ICMPSettings

    package static let type = MonitorType.icmp
    package static let label = "Ping"
    package static let summary = "Sends ICMP echo requests, over IPv4 or IPv6, and measures the round trip."
    package static let targetField = FormField(
        "target", "Host", .text, required: true, help: "A host name or IP address.", placeholder: "router.example.com")

    private let target: ICMPTarget
    private let settings: ICMPSettings

    package init(_ target: ICMPTarget, _ settings: ICMPSettings) {
        self.target = target
        self.settings = settings
    }

    package func observe(in attempt: Attempt) {
        attempt.dialOptions = self.settings.dialOptions
        let host = self.target.host
        attempt.resolve(host, port: nil) { resolution in
            attempt.acquirePlaces(at: resolution.addresses) {
                let series = EchoSeries(host, resolution.addresses.interleaved, self.settings, in: attempt)
                series.start(awaitsMore: resolution.rest != nil)
                resolution.rest?.assumeIsolated().whenSuccess { addresses in
                    guard !attempt.isOver else { return }
                    series.add(attempt.acquireFreePlaces(at: attempt.admit(late: addresses, port: nil, host: host)))
                }
            }
        }
    }
}
