import Foundation
import HawkCore
import HawkNet
import Logging
import Testing

@testable import HawkChannels

struct FixedClock: WallClock {
    let now = Instant("2026-11-22T04:10:00Z")!
}

extension ChannelEnvironment {
    static func test(
        smtp: String? = nil, from: String? = nil, publicURL: String = "https://hawk.example", caFile: String? = nil,
        allowPrivate: Bool = true, allowed: [String] = []
    ) throws -> ChannelEnvironment {
        ChannelEnvironment(
            transport: CurlTransport(), policy: try TargetPolicy(allowPrivate: allowPrivate, allowed: allowed),
            defaultSMTP: try smtp.map { try SMTPURL($0) },
            smtpFrom: from.flatMap(MailAddress.init), publicURL: publicURL, caFile: caFile, version: "1.2.3", clock: FixedClock(),
            logger: Logger(label: "test"))
    }
}

extension AlertMessage {
    static func sample(_ kind: AlertKind = .incidentOpened, monitor name: String = "Shop", message: String = "connection refused")
        -> AlertMessage
    {
        let started = Instant("2026-11-22T04:05:06.789Z")!
        return AlertMessage(
            deliveryKey: "d-42", kind: kind, occurredAt: started + .seconds(200), url: "https://hawk.example/incidents/7",
            organization: OrganizationPart(id: ID(1), name: "Alice & Co"),
            monitor: MonitorPart(id: ID(3), name: name, type: .tcp, target: "shop.example:443", status: kind.status),
            incident: IncidentPart(
                id: ID(7), title: "\(name) is down", startedAt: started, confirmedAt: started + .seconds(2),
                resolvedAt: kind == .incidentResolved ? started + .seconds(200) : nil, reason: .refused, message: message),
            message: message)
    }

    static func certificate(_ kind: AlertKind) -> AlertMessage {
        var message = AlertMessage.sample(kind, message: "certificate expires in 14 days")
        message.monitor?.status = .up
        message.incident?.title = "Shop: certificate expires on 6 Dec 2026"
        message.incident?.cause = .certificate
        message.incident?.reason = .none
        message.incident?.message = "the certificate of shop.example expires on 6 Dec 2026, 04:05:06 UTC; it was issued by CN=R11"
        return message
    }

    static let test = AlertMessage(
        deliveryKey: "d-test", kind: .test, occurredAt: Instant("2026-11-22T04:05:06.789Z")!, url: "https://hawk.example",
        organization: OrganizationPart(id: ID(1), name: "Alice & Co"), monitor: nil, incident: nil)
}

extension AlertKind {
    fileprivate var status: MonitorStatus {
        switch self {
        case .incidentOpened, .incidentReminder, .incidentUpdated: .down
        case .monitorBlind: .unknown
        default: .up
        }
    }
}

/// Returns the error of a send that must fail.
func deliveryError<Answer>(_ send: () async throws -> Answer) async throws -> DeliveryError {
    do {
        _ = try await send()
    } catch let error as DeliveryError {
        return error
    }
    throw NotThrown()
}

struct NotThrown: Error {}
