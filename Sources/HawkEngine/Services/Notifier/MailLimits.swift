import HawkCore

/// Limits mail through the operator's server if sign-up is open, in one process: per organization and per address.
struct MailLimits: Sendable {
    private let organizations: RateLimiter
    private let recipients: RateLimiter

    init(clock: any WallClock) {
        self.organizations = RateLimiter(burst: 200, interval: .seconds(3), clock: clock)
        self.recipients = RateLimiter(burst: 50, interval: .seconds(30), clock: clock)
    }

    /// Consumes a permit for each address, or none at all.
    /// - Throws: `OperationError` with `rateLimited`.
    func consume(_ addresses: [String], of organization: ID<Organization>) throws(OperationError) {
        var consumed: [String] = []
        do throws(OperationError) {
            for address in addresses {
                try self.organizations.consume("\(organization)", "mails of this organization")
                do throws(OperationError) {
                    try self.recipients.consume(address, "mails to \(address)")
                } catch {
                    self.organizations.refund("\(organization)")
                    throw error
                }
                consumed.append(address)
            }
        } catch {
            for address in consumed {
                self.organizations.refund("\(organization)")
                self.recipients.refund(address)
            }
            throw error
        }
    }
}
