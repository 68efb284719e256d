import HawkChannels

/// What became of an alert that was sent, where it has several recipients.
struct SendReceipt: Sendable, Equatable {
    /// Who did not get it with the others. Those that may get it later have a delivery of their own.
    var missed: [DeliveryError.Missed] = []
    /// Who gets it after an earlier alert of theirs, which they still wait for.
    var waiting: [String] = []
    /// Who of several did not get it, in a sentence; nil where everyone did.
    var note: String?
}

extension DeliveryError {
    /// What is to be recorded where the recipients do not stand alike; nil where they do: nobody got it, and it is tried again for all
    /// or for none.
    /// - Parameter count: of recipients that it was sent to.
    func receipt(of count: Int) -> SendReceipt? {
        guard !self.missed.isEmpty else { return nil }
        let isFinal = Set(self.missed.map { $0.retry == .never })
        return self.missed.count >= count && isFinal.count == 1 ? nil : SendReceipt(missed: self.missed, note: self.message)
    }
}
