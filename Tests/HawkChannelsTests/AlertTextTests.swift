import HawkCore
import Testing

@testable import HawkChannels

@Suite struct AlertTextTests {
    @Test(arguments: [
        (AlertKind.incidentOpened, "DOWN: Shop"), (.incidentResolved, "UP again: Shop — was down for 3 min 20 s"),
        (.incidentUpdated, "Update: Shop is down"), (.incidentReminder, "STILL DOWN: Shop — for 3 min 20 s"),
        (.anomalyOpened, "Unusually slow: Shop"), (.anomalyClosed, "Back to normal speed: Shop — was slow for 3 min 20 s"),
        (.monitorBlind, "Not being checked: Shop"), (.test, "Test alert from StatusHawk"),
    ])
    func `every kind has its title and sentence`(_ kind: AlertKind, _ title: String) {
        let text = AlertText(.sample(kind))
        #expect(text.title == title)
        #expect(text.sentence.hasSuffix("."))
        #expect(!text.facts.isEmpty)
    }

    @Test func `an outage names its beginning and its reason`() {
        #expect(
            AlertText(.sample()).sentence == "Shop has been down since 22 Nov 2026, 04:05:06 UTC: connection refused.")
    }

    @Test func `a blind monitor alerts with the reason`() {
        var message = AlertMessage.sample(.monitorBlind)
        message.incident = nil
        message.message = "no check result for more than 5 min"
        let text = AlertText(message)
        #expect(text.sentence.hasPrefix("StatusHawk cannot check Shop at the moment: no check result for more than 5 min."))
        #expect(text.facts.contains { $0.label == "What happened" } && text.facts.contains { $0.label == "Since" })
    }

    @Test(arguments: [AlertKind.incidentOpened, .incidentUpdated])
    func `a certificate warning is short, then complete, and never an outage`(_ kind: AlertKind) {
        let text = AlertText(.certificate(kind))
        #expect(text.title == "Shop: certificate expires in 14 days")
        #expect(text.sentence == "The certificate of shop.example expires on 6 Dec 2026, 04:05:06 UTC; it was issued by CN=R11.")
        #expect(text.tone == .warning)
        #expect(text.facts.map(\.label) == ["Target", "First reported", "Organization"])
    }

    @Test(arguments: [
        (Duration.zero, "under 1 s"), (.milliseconds(999), "under 1 s"), (.seconds(59), "59 s"), (.seconds(60), "1 min"),
        (.seconds(200), "3 min 20 s"), (.seconds(3_600), "1 h"), (.seconds(3_601), "1 h"), (.seconds(7_500), "2 h 5 min"),
        (.days(4), "4 d"), (.hours(99), "4 d 3 h"),
    ])
    func `durations are shown in their two largest units`(_ duration: Duration, _ words: String) {
        #expect(duration.words == words)
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", "Thu, 1 Jan 1970 00:00:00 +0000"), ("2024-02-29T23:59:59Z", "Thu, 29 Feb 2024 23:59:59 +0000"),
        ("2026-11-22T04:05:06Z", "Sun, 22 Nov 2026 04:05:06 +0000"),
    ])
    func `the date of a mail has its weekday`(_ instant: String, _ date: String) throws {
        #expect(try #require(Instant(instant)).mailDate == date)
    }
}
