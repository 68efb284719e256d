package import NIOCore

/// One timer wheel for each event loop of a group, created once and kept as long as the group.
package final class TimerWheels: Sendable {
    private let wheels: [ObjectIdentifier: TimerWheel]

    package init(group: any EventLoopGroup) {
        var wheels: [ObjectIdentifier: TimerWheel] = [:]
        for loop in group.makeIterator() { wheels[ObjectIdentifier(loop)] = TimerWheel(eventLoop: loop) }
        self.wheels = wheels
    }

    /// - Precondition: the loop belongs to the group.
    package subscript(_ loop: any EventLoop) -> TimerWheel {
        guard let wheel = self.wheels[ObjectIdentifier(loop)] else {
            preconditionFailure("an event loop of another group has no timer wheel here")
        }
        return wheel
    }
}
