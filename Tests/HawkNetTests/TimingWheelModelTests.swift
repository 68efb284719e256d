import Foundation
import HawkCore
import HawkNet
import NIOCore
import Testing

/// Compares the wheel with a list of entries, over generated schedules, cancellations, slow actions, late ticks and clock jumps.
@Suite struct TimingWheelModelTests {
    /// `HAWK_WHEEL_STEPS` sets more, such as 10,000,000.
    private static let steps = ProcessInfo.processInfo.environment["HAWK_WHEEL_STEPS"].flatMap { Int($0) } ?? 160_000

    @Test(arguments: 1...8)
    func `it fires the same entries as a sorted list, at the same ticks`(_ seed: UInt64) {
        let run = WheelRun(seed: seed)
        for _ in 0..<(Self.steps / 8) where run.fault == nil { run.step() }
        run.finish()
        #expect(run.fault == nil)
        #expect(run.fired > Self.steps / 100)
    }

    @Test func `an entry that falls due during an action fires at the next tick, not a lap later`() {
        var wheel = TimingWheel()
        var now = NIODeadline.uptimeNanoseconds(1_000_000_000)
        var firedAt: NIODeadline?
        var next: (() -> Void)?
        _ = wheel.schedule(at: now + .milliseconds(5), now: now) { next?() }
        _ = wheel.schedule(at: now + .milliseconds(10), now: now) { firedAt = now }
        next = {
            now = now + .milliseconds(12)
            _ = wheel.schedule(at: now + .milliseconds(800), now: now) {}
        }
        for _ in 0..<3 {
            now = max(now, wheel.nextTick ?? now)
            wheel.beginTick(at: now)
            while let action = wheel.popDue() { action() }
            _ = wheel.endTick()
        }
        #expect(firedAt.map { $0 <= .uptimeNanoseconds(1_030_000_000) } == true)
    }

    @Test func `slow actions make the next tick a stall`() {
        var wheel = TimingWheel()
        var now = NIODeadline.uptimeNanoseconds(1_000_000_000)
        _ = wheel.schedule(at: now + .milliseconds(5), now: now) { now = now + .milliseconds(300) }
        _ = wheel.schedule(at: now + .milliseconds(100), now: now) {}
        now = now + .milliseconds(5)
        wheel.beginTick(at: now)
        while let action = wheel.popDue() { action() }
        #expect(wheel.stalls(at: now) == 1)
        #expect(wheel.endTick() != nil)
        let stall = TimingWheel.Stall(from: .uptimeNanoseconds(1_010_000_000), until: now)
        #expect(wheel.lastStall(at: now) == stall && wheel.lostTime(at: now) == .milliseconds(295))
        wheel.beginTick(at: now)
        #expect(wheel.stalls(at: now) == 1)
        // A tick that is less than 200 ms late is no stall.
        now = now + .milliseconds(150)
        #expect(wheel.lastStall(at: now) == stall && wheel.lostTime(at: now) == .milliseconds(295))
        now = now + .milliseconds(150)
        #expect(wheel.stalls(at: now) == 2 && wheel.lastStall(at: now)?.until == now)
        #expect(wheel.lostTime(at: now) == .milliseconds(590))
    }
}

/// One generated run of the wheel and its model: the scheduled entries by number, each with the tick at which it must fire.
private final class WheelRun {
    private static let tick = TimingWheel.tickNanoseconds

    private var wheel = TimingWheel()
    private var random: Generator
    private var now: UInt64 = 7_000_000_000
    /// The tick up to which everything has fired.
    private var reached: UInt64 = 1_400
    /// Actions schedule nothing more.
    private var isFinishing = false
    private var outstanding: [Int: (dueTick: UInt64, token: TimingWheel.Token)] = [:]
    /// The entries that the model fires at the present tick.
    private var mustFire: Set<Int> = []
    private var last = 0
    private(set) var fired = 0
    private(set) var fault: String?

    init(seed: UInt64) { self.random = Generator(state: seed) }

    func step() {
        switch self.random.below(10) {
        case 0...3: if self.outstanding.count < 64 { self.schedule() }
        case 4: self.cancelOne()
        default: self.advance()
        }
    }

    /// Fires all remaining entries.
    func finish() {
        self.isFinishing = true
        let latest = self.outstanding.values.map(\.dueTick).max() ?? 0
        self.now = max(self.now, (latest + 1) * Self.tick)
        self.runTick()
        if !self.outstanding.isEmpty { self.fault = self.fault ?? "\(self.outstanding.count) entries never fired" }
        if self.wheel.count != self.outstanding.count { self.fault = self.fault ?? "the wheel counts \(self.wheel.count)" }
    }

    private func schedule() {
        // Mostly near, some past, some laps away.
        let distance =
            switch self.random.below(8) {
            case 0: 0 - Int64(self.random.below(3_000_000_000))
            case 1: Int64(self.random.below(90_000_000_000))
            default: Int64(self.random.below(2_000_000_000))
            }
        let due = UInt64(max(Int64(self.now) + distance, 0))
        if self.wheel.nextTick == nil { self.reached = max(self.reached, self.now / Self.tick) }
        let dueTick = max((due + Self.tick - 1) / Self.tick, self.reached + 1)
        self.last += 1
        let number = self.last
        let token = self.wheel.schedule(at: .uptimeNanoseconds(due), now: .uptimeNanoseconds(self.now)) { self.fire(number) }
        self.outstanding[number] = (dueTick, token)
    }

    private func cancelOne() {
        guard let number = self.outstanding.keys.min(), let entry = self.outstanding.removeValue(forKey: number) else { return }
        self.mustFire.remove(number)
        self.wheel.cancel(entry.token)
        // A token without effect: the node may already have a new entry.
        if self.random.below(2) == 0 { self.wheel.cancel(entry.token) }
    }

    private func advance() {
        guard let next = self.wheel.nextTick?.uptimeNanoseconds else {
            self.now += self.random.below(100_000_000)
            if !self.outstanding.isEmpty { self.fault = "no tick is due, and entries are outstanding" }
            return
        }
        let late: UInt64 =
            switch self.random.below(40) {
            case 0: self.random.below(60_000_000_000)
            case 1...4: self.random.below(400_000_000)
            default: self.random.below(3_000_000)
            }
        self.now = max(self.now, next) + late
        self.runTick()
    }

    private func runTick() {
        guard self.wheel.nextTick != nil else { return }
        self.wheel.beginTick(at: .uptimeNanoseconds(self.now))
        self.reached = max(self.reached, self.now / Self.tick)
        self.mustFire = Set(self.outstanding.filter { $0.value.dueTick <= self.reached }.keys)
        while let action = self.wheel.popDue() { action() }
        let next = self.wheel.endTick()
        if !self.mustFire.isEmpty { self.fault = "\(self.mustFire.count) entries that were due did not fire" }
        if (next == nil) != self.outstanding.isEmpty { self.fault = "the next tick does not fit what is outstanding" }
        if let next, next.uptimeNanoseconds > (self.reached + 1) * Self.tick { self.fault = "the next tick comes too late" }
    }

    private func fire(_ number: Int) {
        self.fired += 1
        guard self.mustFire.remove(number) != nil, self.outstanding.removeValue(forKey: number) != nil else {
            self.fault = "entry \(number) fired early, twice or after its cancellation"
            return
        }
        guard !self.isFinishing else { return }
        // An action takes time, schedules the next entry and cancels others.
        if self.random.below(3) == 0 { self.now += self.random.below(30_000_000) }
        if self.random.below(200) == 0 { self.now += self.random.below(25_000_000_000) }
        if self.random.below(2) == 0 { self.schedule() }
        if self.random.below(6) == 0 { self.cancelOne() }
    }
}

/// A seeded generator, so that a failure can be repeated.
private struct Generator {
    var state: UInt64

    mutating func below(_ bound: UInt64) -> UInt64 {
        self.state &+= 1
        return splitMix64(self.state &* 0x9E37_79B9_7F4A_7C15) % bound
    }
}
