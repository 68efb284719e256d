package import NIOCore

/// The timers of one event loop: a timing wheel, whose cost does not depend on how many timers are outstanding.
///
/// NIO's own `scheduleTask` searches linearly when a task is cancelled, and nearly every deadline of a check is cancelled. The
/// wheel ticks only while it has entries. It detects when its tick comes late: the loop or the whole process stood still, and no
/// target is to blame for that.
///
/// Every member is for use on the event loop only.
// SAFETY: confined to its event loop; `assertInEventLoop` guards the entry points.
package final class TimerWheel: @unchecked Sendable {
    package typealias Token = TimingWheel.Token

    package let eventLoop: any EventLoop
    private var wheel = TimingWheel()

    package init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    /// How many entries are outstanding.
    package var count: Int { self.wheel.count }

    /// How many ticks came more than 200 ms late in total. Compare it before and after an attempt to detect whether a stall
    /// affected the attempt. Reading it includes a stall in progress.
    package var stalls: Int {
        self.eventLoop.assertInEventLoop()
        return self.wheel.stalls(at: self.eventLoop.now)
    }

    /// The total length of these stalls.
    package var lostTime: TimeAmount {
        self.eventLoop.assertInEventLoop()
        return self.wheel.lostTime(at: self.eventLoop.now)
    }

    /// Nil if there was none.
    package var lastStall: TimingWheel.Stall? {
        self.eventLoop.assertInEventLoop()
        return self.wheel.lastStall(at: self.eventLoop.now)
    }

    /// Runs `action` once at or shortly after `deadline` (at most one tick of 5 ms if the loop keeps up), never before it.
    @discardableResult
    package func schedule(at deadline: NIODeadline, _ action: @escaping () -> Void) -> Token {
        self.eventLoop.assertInEventLoop()
        let isArmed = self.wheel.nextTick != nil
        let token = self.wheel.schedule(at: deadline, now: self.eventLoop.now, action)
        if !isArmed { self.arm(at: self.wheel.nextTick) }
        return token
    }

    /// Removes an entry. Does nothing if it has fired or was cancelled before.
    package func cancel(_ token: Token) {
        self.eventLoop.assertInEventLoop()
        self.wheel.cancel(token)
    }

    private func tick(at now: NIODeadline) {
        self.wheel.beginTick(at: now)
        while let action = self.wheel.popDue() { action() }
        self.arm(at: self.wheel.endTick())
    }

    private func arm(at next: NIODeadline?) {
        guard let next else { return }
        // Throws only if the loop is shut down, and then nothing must fire any more.
        _ = try? self.eventLoop.scheduleCallback(at: next, handler: self)
    }
}

extension TimerWheel: NIOScheduledCallbackHandler {
    package func handleScheduledCallback(eventLoop: some EventLoop) { self.tick(at: eventLoop.now) }
}
