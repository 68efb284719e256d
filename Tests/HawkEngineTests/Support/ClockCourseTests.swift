import NIOCore
import Testing

@testable import HawkEngine

@Suite struct ClockCourseTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private let second: Int64 = 1_000_000_000
    private let epoch: Int64 = 1_790_000_000_000_000_000

    private func at(_ milliseconds: Int64) -> NIODeadline { self.start + .milliseconds(milliseconds) }

    @Test(arguments: [Int64(300_000_000), -300_000_000])
    func `an offset is corrected gradually, and the clock is straight afterwards`(_ offset: Int64) {
        let course = ClockCourse(epoch, at: start).bent(by: offset, from: at(10_000), over: 30 * second)
        #expect(course.time(at: at(10_000)) == epoch + 10 * second)
        #expect(course.time(at: at(25_000)) == epoch + 25 * second + offset / 2)
        #expect(course.time(at: at(40_000)) == epoch + 40 * second + offset)
        #expect(course.time(at: at(500_000)) == epoch + 500 * second + offset)
    }

    @Test(arguments: [Int64(3_600), -3_600, 1, -1])
    func `it never goes back, nor deviates by more than a twentieth`(_ seconds: Int64) {
        let course = ClockCourse(epoch, at: start).bent(by: seconds * second, from: start, over: second)
        var last = course.time(at: start)
        for step in stride(from: Int64(100), through: 200_000, by: 100) {
            let time = course.time(at: at(step))
            // Except for a rounded nanosecond.
            #expect((94_999_999...105_000_001).contains(time - last))
            last = time
        }
    }

    @Test func `a correction replaces the rest of the previous one`() {
        let first = ClockCourse(epoch, at: start).bent(by: second, from: start, over: 20 * second)
        let second = first.bent(by: 0, from: at(10_000), over: 20 * self.second)
        #expect(second.time(at: at(100_000)) == epoch + 100 * self.second + self.second / 2)
    }

    @Test(arguments: [Int64(0), 400_000_000, -400_000_000])
    func `the moment of a time is when the clock shows it`(_ offset: Int64) {
        let course = ClockCourse(epoch, at: start).bent(by: offset, from: start, over: 10 * second)
        for ahead in stride(from: Int64(-5_000), through: 60_000, by: 777) {
            let time = epoch + ahead * 1_000_000
            let shown = course.time(at: course.moment(of: time))
            #expect((0...3).contains(shown - time) || shown == time)
        }
    }

    @Test func `a step is taken at once, in either direction`() {
        let course = ClockCourse(epoch, at: start)
        #expect(course.moved(by: 7 * second, at: at(1_000)).time(at: at(1_000)) == epoch + 8 * second)
        #expect(course.moved(by: -7 * second, at: at(1_000)).time(at: at(2_000)) == epoch - 5 * second)
    }
}
