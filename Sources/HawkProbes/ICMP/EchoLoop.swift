import HawkCore
import HawkNet
import NIOCore
import Synchronization

/// The result of an echo.
enum EchoOutcome: Sendable {
    case reply(roundTrip: Duration)
    case report(EchoReport)
    case failed(EchoFailure)
}

/// Receives the results of echoes on the event loop that sent them.
protocol EchoWaiter: AnyObject {
    /// Called at most once for each echo, and not after `forget`.
    func receive(_ outcome: EchoOutcome, of token: EchoToken)
}

/// The echoes of one event loop. It sends those of one turn in batches, and knows the outstanding ones and their waiters.
// SAFETY: confined to its event loop, except for `deliver`, whose inbox has a lock.
final class EchoLoop: @unchecked Sendable {
    private struct Awaited {
        /// 0 if nothing is outstanding here.
        var nonce: UInt64 = 0
        var address = IPAddress.v4(0)
        var sentAt = NIODeadline.distantPast
        var waiter: (any EchoWaiter)?
    }

    /// The maximum number of arrivals that wait for the loop. A flood beyond that is dropped and reported as such.
    private static let maxInboxLength = 16_384

    private let index: UInt32
    private let eventLoop: any EventLoop
    private let inbox = Mutex<[EchoArrival]>([])
    private var nonces = Nonces()
    private var slots: [Awaited] = []
    private var free: [UInt32] = []
    private var batchV4: EchoBatch?
    private var batchV6: EchoBatch?
    private var isFlushing = false

    init(_ index: Int, on eventLoop: any EventLoop) {
        self.index = UInt32(index)
        self.eventLoop = eventLoop
    }

    /// Sends one echo request before the loop's turn ends.
    /// - Throws: `EchoFailure`. Permissions are tested each time, so that granting them needs no restart.
    func send(
        to address: IPAddress, payload: Int, for waiter: any EchoWaiter, through pinger: Pinger
    ) throws(EchoFailure) -> EchoToken {
        let batch = try self.batch(for: address.family, pinger)
        let slot = self.acquireSlot()
        let token = EchoToken(nonce: self.nonces.next(), loop: self.index, slot: slot)
        self.slots[Int(slot)] = Awaited(nonce: token.nonce, address: address, waiter: waiter)
        batch.add(token, to: address, payload: payload)
        if batch.isFull {
            self.send(batch)
        } else if !self.isFlushing {
            self.isFlushing = true
            self.eventLoop.execute { self.flush() }
        }
        return token
    }

    /// Ignores the result of the echo from now on.
    func forget(_ token: EchoToken) {
        if self.slots[Int(token.slot)].nonce == token.nonce { _ = self.release(token.slot) }
    }

    /// Called on the receiving thread: one hop to the loop for all simultaneous arrivals.
    /// - Returns: whether there was room.
    func deliver(_ arrivals: [EchoArrival]) -> Bool {
        let before = self.inbox.withLock { inbox -> Int in
            let before = inbox.count
            if before < Self.maxInboxLength { inbox += arrivals }
            return before
        }
        if before == 0 { self.eventLoop.execute { self.drainArrivals() } }
        return before < Self.maxInboxLength
    }

    private func batch(for family: IPAddress.Family, _ pinger: Pinger) throws(EchoFailure) -> EchoBatch {
        if let batch = family == .v4 ? self.batchV4 : self.batchV6 { return batch }
        let batch = EchoBatch(try pinger.socket(for: family))
        if family == .v4 { self.batchV4 = batch } else { self.batchV6 = batch }
        return batch
    }

    private func flush() {
        self.isFlushing = false
        for batch in [self.batchV4, self.batchV6] { if let batch, !batch.isEmpty { self.send(batch) } }
    }

    private func send(_ batch: EchoBatch) {
        let now = NIODeadline.now()
        for token in batch.tokens where self.slots[Int(token.slot)].nonce == token.nonce {
            self.slots[Int(token.slot)].sentAt = now
        }
        batch.send { token, failure in
            // Not called at once, because the waiter may be the sender.
            self.eventLoop.execute { self.complete(token) { _ in .failed(failure) } }
        }
    }

    private func drainArrivals() {
        let arrivals = self.inbox.withLock { inbox in
            defer { inbox = [] }
            return inbox
        }
        for arrival in arrivals {
            self.complete(arrival.token, from: arrival.peer) { sentAt in
                switch arrival.content {
                case .report(let report): return .report(report)
                case .reply:
                    // By the kernel's time stamps, a packet cannot arrive before it was sent, unless the wall clock was changed.
                    let at = arrival.at >= sentAt ? arrival.at : .now()
                    return .reply(roundTrip: .nanoseconds((at - sentAt).nanoseconds))
                }
            }
        }
    }

    /// Drops duplicates, forgeries and packets that do not belong to an outstanding echo.
    private func complete(_ token: EchoToken, from peer: IPAddress? = nil, _ outcome: (NIODeadline) -> EchoOutcome) {
        guard token.nonce != 0, token.slot < self.slots.count, self.slots[Int(token.slot)].nonce == token.nonce,
            peer == nil || self.slots[Int(token.slot)].address == peer
        else { return }
        let awaited = self.release(token.slot)
        awaited.waiter?.receive(outcome(awaited.sentAt), of: token)
    }

    private func acquireSlot() -> UInt32 {
        if let slot = self.free.popLast() { return slot }
        self.slots.append(Awaited())
        return UInt32(self.slots.count - 1)
    }

    private func release(_ slot: UInt32) -> Awaited {
        defer { self.slots[Int(slot)] = Awaited() }
        self.free.append(slot)
        return self.slots[Int(slot)]
    }
}
