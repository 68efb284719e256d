import HawkCore
import Testing

@Suite struct SlotGridTests {
    /// The first outputs of the reference implementation seeded with 0: its state grows by the golden gamma before each mix.
    @Test func `the mixing function is SplitMix64`() {
        #expect(splitMix64(0) == 0xE220_A839_7B1D_CDAF)
        #expect(splitMix64(0x9E37_79B9_7F4A_7C15) == 0x6E78_9E6A_A1B9_65F4)
        #expect(splitMix64(0x3C6E_F372_FE94_F82A) == 0x06C4_5D18_8009_454F)
    }

    @Test func `slots are fixed: every version computes the same ones`() {
        let grid = SlotGrid(monitor: ID(1), interval: .seconds(60))
        #expect(grid.offset == .milliseconds(Int64(splitMix64(1) % 60_000)))
        #expect(grid.offset == .milliseconds(2_465))
        #expect(SlotGrid(monitor: ID(42), interval: .seconds(10)).offset == .milliseconds(5_413))
    }

    @Test(arguments: [1, 999, 1_000, 60_000, 86_400_000] as [Int64])
    func `the next slot is later, on the grid, and at most one interval away`(_ interval: Int64) {
        for monitor in [1, 2, 77, 123_456_789] as [Int64] {
            let grid = SlotGrid(monitor: ID(monitor), interval: .milliseconds(interval))
            for instant in [-1, 0, 1, 59_999, 1_795_320_306_789, 1_795_320_306_790] as [Int64] {
                let next = grid.next(after: Instant(milliseconds: instant))
                #expect(next.milliseconds > instant && next.milliseconds - instant <= interval)
                #expect((next.milliseconds - grid.offset.milliseconds) % interval == 0)
                #expect(grid.next(after: next) == next + .milliseconds(interval))
            }
        }
    }

    @Test func `a shifted grid has the same number of slots, and none in common`() {
        for monitor in Int64(1)...50 {
            for interval in [Duration.seconds(1), .seconds(20), .minutes(5)] {
                let plain = SlotGrid(monitor: ID(monitor), interval: interval)
                let shifted = SlotGrid(monitor: ID(monitor), interval: interval, shift: 3)
                #expect(shifted.offset < interval)
                let slot = plain.next(after: Instant(seconds: 1_790_000_000))
                #expect(shifted.next(after: slot) == slot + .milliseconds(3))
                #expect(plain.shift(of: slot) == 0 && plain.shift(of: slot + .milliseconds(3)) == 3)
                #expect(plain.shift(of: Instant(milliseconds: -1)) >= 0)
            }
        }
    }
}
