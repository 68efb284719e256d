import HawkChannels

/// The result of a send that may have reached only some recipients.
struct SendReceipt: Sendable, Equatable {
    /// Recipients that missed it. Those that may be retried get their own delivery.
    var missed: [DeliveryError.Missed] = []
    /// Recipients that still wait for an earlier alert and get this one later.
    var waiting: [String] = []
    /// A sentence that names the recipients that missed it. Nil if none did.
    var detail: String?
    /// The receiver's reference to the message.
    var reference: String?
}

extension DeliveryError {
    /// Returns the receipt if outcomes differ between recipients. Nil if all missed it and share one retry decision: then the
    /// whole delivery is retried, or fails.
    /// - Parameter count: The number of recipients that it was sent to.
    func receipt(of count: Int) -> SendReceipt? {
        guard !self.missed.isEmpty else { return nil }
        let isFinal = Set(self.missed.map { $0.retry == .never })
        return self.missed.count >= count && isFinal.count == 1 ? nil : SendReceipt(missed: self.missed, detail: self.message)
    }
}
