import HawkCore
import Testing

@Suite struct MailConsentTests {
    private let now = Instant(seconds: 1_000_000)

    @Test func `consent is needed only if sign-ups are open and the operator's server sends`() {
        #expect(MailConsent.isNeeded(signupsAreOpen: true, channelHasServer: false))
        #expect(!MailConsent.isNeeded(signupsAreOpen: true, channelHasServer: true))
        #expect(!MailConsent.isNeeded(signupsAreOpen: false, channelHasServer: false))
        #expect(!MailConsent.isNeeded(signupsAreOpen: false, channelHasServer: true))
    }

    @Test func `mail goes to members and confirmed recipients, and never to unsubscribed ones`() {
        #expect(MailConsent.standing(isMember: true, state: nil) == .member)
        #expect(MailConsent.standing(isMember: true, state: .pending) == .member)
        #expect(MailConsent.standing(isMember: false, state: nil) == .pending)
        #expect(MailConsent.standing(isMember: false, state: .pending) == .pending)
        #expect(MailConsent.standing(isMember: false, state: .confirmed) == .confirmed)
        for isMember in [true, false] {
            #expect(MailConsent.standing(isMember: isMember, state: .unsubscribed) == .unsubscribed)
        }
        #expect(MailConsent.Standing.allCases.filter(\.mayReceive) == [.member, .confirmed])
    }

    @Test func `an address gets one request a day, an organization sends twenty a day`() {
        #expect(MailConsent.earliestRequest(from: now, toAddress: nil, ofOrganization: []) == now)
        #expect(MailConsent.earliestRequest(from: now, toAddress: now - .hours(1), ofOrganization: []) == now + .hours(23))
        // A planned one counts too.
        #expect(MailConsent.earliestRequest(from: now, toAddress: now + .hours(5), ofOrganization: []) == now + .hours(29))
        #expect(MailConsent.earliestRequest(from: now, toAddress: now - .hours(30), ofOrganization: []) == now)
        let many = (0..<20).map { now - .minutes(Int64($0)) }
        #expect(MailConsent.earliestRequest(from: now, toAddress: nil, ofOrganization: Array(many.prefix(19))) == now)
        #expect(MailConsent.earliestRequest(from: now, toAddress: nil, ofOrganization: many) == now + .hours(24) - .minutes(19))
    }
}
