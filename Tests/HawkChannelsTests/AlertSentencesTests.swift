import HawkCore
import Testing

@testable import HawkChannels

/// The text of alerts for every status, kind and cause, written out for review by a person.
@Suite struct AlertSentencesTests {
    typealias End = AlertMessage.IncidentPart.End

    private static func message(
        _ kind: AlertKind, _ cause: Incident.Cause = .check, _ status: MonitorStatus? = .down, _ end: End? = nil,
        message: String? = nil
    ) -> AlertMessage {
        var alert = AlertMessage.sample(kind)
        if let status { alert.monitor?.status = status } else { alert.monitor = nil }
        alert.incident?.cause = cause
        alert.incident?.end = end
        alert.incident?.resolvedAt = kind.isEnd ? alert.occurredAt : nil
        switch cause {
        case .check, .flapping: break
        case .certificate:
            alert.incident?.title = "Shop: certificate expires on 6 Dec 2026"
            alert.incident?.message = "the certificate of shop.example expires on 6 Dec 2026; it was issued by CN=R11"
            alert.message = "certificate expires in 14 days"
        case .anomaly:
            alert.incident?.title = "Shop is slower than usual"
            alert.incident?.message = "answered in 900 ms, 4.2 standard deviations above its mean"
        case .manual:
            alert.incident?.title = "Slow checkout"
            alert.incident?.message = "We look into it."
            alert.message = "We look into it."
        }
        if let message { alert.message = message }
        return alert
    }

    private struct Expected: Sendable {
        let message: AlertMessage
        let title: String
        let sentence: String
        let tone: AlertText.Tone

        init(_ message: AlertMessage, _ title: String, _ sentence: String, _ tone: AlertText.Tone) {
            (self.message, self.title, self.sentence, self.tone) = (message, title, sentence, tone)
        }
    }

    private static let byBob = End.byHand(name: "Bob")
    private static let hand = Incident.resolvedByHand
    private static let since = "22 Nov 2026, 04:05:06 UTC"

    private static let outages = [
        Expected(message(.incidentOpened), "DOWN: Shop", "Shop has been down since \(since): connection refused.", .bad),
        Expected(
            message(.incidentReminder), "STILL DOWN: Shop — for 3 min 20 s",
            "Shop has been down since \(since): connection refused.", .bad),
        Expected(
            message(.incidentReminder, .check, .unknown), "Still open: Shop is down — for 3 min 20 s",
            "The incident “Shop is down” has been open since \(since).", .warning),
        Expected(
            message(.incidentUpdated), "Update: Shop is down", "There is an update on Shop: connection refused.", .neutral),
        Expected(
            message(.incidentResolved, .check, .up, .recovered), "UP again: Shop — was down for 3 min 20 s",
            "Shop is up again; it was down for 3 min 20 s.", .good),
        Expected(
            message(.incidentResolved, .check, .unknown, .recovered), "Outage ended: Shop — was down for 3 min 20 s",
            "The outage of Shop ended after 3 min 20 s; its current status is unknown.", .neutral),
        Expected(
            message(.incidentResolved, .check, .unknown, byBob, message: hand), "Resolved manually: Shop",
            "The incident of Shop was resolved by Bob after 3 min 20 s; its current status is unknown.", .neutral),
        Expected(
            message(.incidentResolved, .check, .unknown, .byHand(name: nil), message: hand), "Resolved manually: Shop",
            "The incident of Shop was resolved by a user after 3 min 20 s; its current status is unknown.", .neutral),
        Expected(
            message(.incidentResolved, .check, .pending, byBob, message: hand), "Resolved manually: Shop",
            "The incident of Shop was resolved by Bob after 3 min 20 s; its current status is unknown.", .neutral),
        Expected(
            message(.incidentResolved, .check, .down, byBob, message: hand), "Resolved manually: Shop",
            "The incident of Shop was resolved by Bob after 3 min 20 s; it is still down.", .warning),
        Expected(
            message(.incidentResolved, .check, .up, byBob, message: hand), "Resolved manually: Shop",
            "The incident of Shop was resolved by Bob after 3 min 20 s; it is up.", .good),
        Expected(
            message(.incidentResolved, .check, .degraded, byBob, message: hand), "Resolved manually: Shop",
            "The incident of Shop was resolved by Bob after 3 min 20 s; it is up, but degraded.", .warning),
        Expected(
            message(.incidentResolved, .check, .maintenance, byBob, message: hand), "Resolved manually: Shop",
            "The incident of Shop was resolved by Bob after 3 min 20 s; "
                + "it is in maintenance and its recovery was not confirmed.", .neutral),
        Expected(
            message(.incidentResolved, .check, .paused, .paused), "Paused: Shop",
            "Shop was paused while it was down; its incident was closed after 3 min 20 s. Its recovery was not confirmed.",
            .neutral),
        Expected(
            message(.incidentResolved, .check, .unknown, .deleted), "Deleted: Shop",
            "Shop was deleted while it was down; its incident was closed after 3 min 20 s. Its recovery was not confirmed.",
            .neutral),
    ]

    private static let announcements = [
        Expected(
            message(.incidentOpened, .manual, .up), "New incident: Slow checkout",
            "An incident was reported: Slow checkout. We look into it.", .neutral),
        Expected(
            message(.incidentOpened, .manual, .down, message: ""), "New incident: Slow checkout",
            "An incident was reported: Slow checkout.", .neutral),
        Expected(
            message(.incidentOpened, .manual, nil, message: "All is slow!"), "New incident: Slow checkout",
            "An incident was reported: Slow checkout. All is slow!", .neutral),
        Expected(
            message(.incidentReminder, .manual, .up), "Still open: Slow checkout — for 3 min 20 s",
            "The incident “Slow checkout” has been open since \(since).", .warning),
        Expected(
            message(.incidentUpdated, .manual, .up), "Update: Slow checkout",
            "There is an update on Slow checkout: We look into it.", .neutral),
        Expected(
            message(.incidentResolved, .manual, .up, byBob, message: "Mended."), "Resolved: Slow checkout",
            "The incident “Slow checkout” was resolved by Bob after 3 min 20 s. Mended.", .neutral),
        Expected(
            message(.incidentResolved, .manual, nil, byBob, message: hand), "Resolved: Slow checkout",
            "The incident “Slow checkout” was resolved by Bob after 3 min 20 s.", .neutral),
    ]

    private static let others = [
        Expected(
            message(.anomalyOpened, .anomaly, .up), "Unusually slow: Shop",
            "Shop has been responding more slowly than usual since \(since): answered in 900 ms, 4.2 standard deviations "
                + "above its mean.", .warning),
        Expected(
            message(.anomalyClosed, .anomaly, .up, .recovered), "Back to normal speed: Shop — was slow for 3 min 20 s",
            "The response times of Shop are back to normal.", .good),
        Expected(
            message(.anomalyClosed, .anomaly, .up, byBob, message: hand), "Resolved manually: Shop (unusually slow)",
            "The incident about the response times of Shop was resolved by Bob after 3 min 20 s. "
                + "It is unknown whether they are back to normal.", .neutral),
        Expected(
            message(.anomalyClosed, .anomaly, .paused, .paused), "Paused: Shop (unusually slow)",
            "Shop was paused; the incident about its response times was closed after 3 min 20 s. "
                + "It is unknown whether they are back to normal.", .neutral),
        Expected(
            message(
                .incidentResolved, .certificate, .up, .recovered,
                message: "the target now presents a certificate that is valid until 3 Mar 2027"),
            "Resolved: Shop: certificate expires on 6 Dec 2026",
            "The certificate warning for Shop was resolved: the target now presents a certificate that is valid until 3 Mar 2027.",
            .good
        ),
        Expected(
            message(.incidentResolved, .certificate, .up, byBob, message: hand),
            "Resolved manually: Shop: certificate expires on 6 Dec 2026",
            "The certificate warning for Shop was resolved by Bob. It is unknown whether the certificate was renewed.",
            .neutral),
        Expected(
            message(.incidentResolved, .certificate, .paused, .paused), "Paused: Shop: certificate expires on 6 Dec 2026",
            "The certificate warning for Shop was closed: the monitor was paused.", .neutral),
        Expected(
            message(.incidentResolved, .certificate, .up, .retargeted), "Closed: Shop: certificate expires on 6 Dec 2026",
            "The certificate warning for Shop was closed: the target was changed.", .neutral),
        Expected(
            message(.incidentResolved, .certificate, .unknown, .deleted), "Deleted: Shop: certificate expires on 6 Dec 2026",
            "The certificate warning for Shop was closed: the monitor was deleted.", .neutral),
    ]

    @Test(arguments: Self.outages + Self.announcements + Self.others)
    private func `each alert states the known facts`(_ expected: Expected) {
        let text = AlertText(expected.message)
        #expect(text.title == expected.title)
        #expect(text.sentence == expected.sentence)
        #expect(text.tone == expected.tone)
    }

    private static let ends: [End?] = [nil, .recovered, byBob, .byHand(name: nil), .paused, .retargeted, .deleted]

    /// Every combination, whether it can occur or not.
    private static let all: [AlertMessage] = {
        var all: [AlertMessage] = []
        var statuses: [MonitorStatus?] = [nil]
        for status in MonitorStatus.allCases { statuses.append(status) }
        for kind in AlertKind.allCases {
            for cause in Incident.Cause.allCases {
                for status in statuses {
                    for end in Self.ends {
                        for message in ["", "It is slow.", "connection refused"] {
                            all.append(Self.message(kind, cause, status, end, message: message))
                        }
                    }
                }
            }
        }
        return all
    }()

    @Test func `no alert claims unknown facts`() {
        #expect(Self.all.count > 5_000)
        for message in Self.all {
            let text = AlertText(message)
            let whole = "\(text.title) \(text.sentence)"
            let status = message.monitor?.status
            let end = message.incident?.end ?? .recovered
            let isRecovery = message.kind.isEnd && end == .recovered
            if text.tone == .good || whole.contains("is up") && !whole.contains("whether it is up") {
                #expect(isRecovery || status == .up || status == .degraded, "\(whole)")
            }
            if text.tone == .bad || whole.contains("has been down") { #expect(message.cause == .check, "\(whole)") }
            if message.incident?.cause == .manual, message.kind == .incidentOpened || message.kind == .incidentResolved {
                #expect(text.tone == .neutral, "\(whole)")
                for claim in ["DOWN", "UP", "is up", "is down", "been down"] { #expect(!whole.contains(claim), "\(whole)") }
                #expect(!text.facts.contains { ["What happened", "Confirmed", "Target"].contains($0.label) })
            }
        }
    }

    @Test func `every sentence has one full stop at its end`() {
        for message in Self.all {
            let text = AlertText(message)
            #expect(text.sentence.hasSuffix("."), "\(text.sentence)")
            for fault in ["..", ". .", "  ", ": .", " .", "::"] { #expect(!text.sentence.contains(fault), "\(text.sentence)") }
            #expect(!text.title.isEmpty && !text.title.hasSuffix("."))
        }
    }
}
