import HawkBroker
import HawkCore
import HawkEngine
import HawkTestSupport
import Testing

@testable import HawkAPI

/// How a stream continues after the last event that its client received.
@Suite(.timeLimit(.minutes(1))) struct EventResumptionTests {
    private func publish(_ monitors: ClosedRange<Int64>, of organization: ID<Organization>, _ app: TestApp) async {
        await app.engine.broker.publish(
            monitors.map {
                LiveEvent(organization: organization, at: app.clock.now, kind: .status(ID($0), .up, since: app.clock.now))
            })
    }

    @Test func `a stream resumes exactly after the last received event`() async throws {
        try await withTestApp { app in
            let organization = try await app.organization(of: .alice)
            var first = try await app.as(.alice).events()
            await self.publish(1...3, of: organization, app)
            let events = try await first.next(3)
            #expect(events.map { $0.data["monitor_id"] } == [1, 2, 3])
            let positions = [try #require(first.start)] + events.map(\.id)
            for (count, position) in positions.enumerated() {
                var resumed = try await app.as(.bob).events(after: position)
                #expect(resumed.start == position)
                #expect(try await resumed.next(3 - count) == Array(events.dropFirst(count)))
            }
            // After the last one there is nothing until something happens.
            var resumed = try await app.as(.alice).events(after: events[2].id)
            await self.publish(4...4, of: organization, app)
            #expect(try await resumed.next().map { $0.data["monitor_id"] } == [4])
            #expect(try await first.next().map { $0.data["monitor_id"] } == [4])
        }
    }

    @Test func `a stream without a position begins with the next event`() async throws {
        try await withTestApp { app in
            let organization = try await app.organization(of: .alice)
            await self.publish(1...2, of: organization, app)
            try await eventually("the events are there") {
                app.api.events.events(after: 0, of: organization).newest == 2
            }
            var stream = try await app.as(.alice).events()
            var empty = try await app.as(.alice).events(after: "")
            #expect(stream.start == "\(app.api.events.epoch)-2" && empty.start == stream.start)
            await self.publish(3...3, of: organization, app)
            #expect(try await stream.next().map { $0.data["monitor_id"] } == [3])
            #expect(try await empty.next().map { $0.data["monitor_id"] } == [3])
        }
    }

    @Test func `an unknown position gets a reset, and the events after it`() async throws {
        try await withTestApp { app in
            let (organization, epoch) = (try await app.organization(of: .alice), app.api.events.epoch)
            await self.publish(1...2, of: organization, app)
            try await eventually("the events are there") {
                app.api.events.events(after: 0, of: organization).newest == 2
            }
            // Of another process, in the future, before the first, and no ids at all.
            let unknown = [
                "\(epoch)x-1", "1-1", "\(epoch)-3", "\(epoch)--1", "\(epoch)-", "\(epoch)", "1", "-", "a b", "\(epoch)-1-1",
            ]
            for position in unknown {
                var stream = try await app.as(.alice).events("?types=incident", after: position)
                let reset = EventReader.Event(id: "\(epoch)-2", type: "reset", data: [:])
                #expect(try await stream.next() == [reset], "\(position)")
            }
            var stream = try await app.as(.alice).events(after: "1-1")
            await self.publish(3...3, of: organization, app)
            #expect(try await stream.next(2).map(\.id) == ["\(epoch)-2", "\(epoch)-3"])
            // The id of a reset is a position like any other.
            var resumed = try await app.as(.alice).events(after: "\(epoch)-2")
            #expect(try await resumed.next().map { $0.data["monitor_id"] } == [3])
        }
    }

    @Test func `a position that is too old gets a reset`() async throws {
        try await withTestApp { app in
            let (organization, epoch) = (try await app.organization(of: .alice), app.api.events.epoch)
            // One more than are kept, in parts that the broker keeps for a listener.
            for (batch, newest) in [(1...2_000, 2_000), (2_001...4_000, 4_000), (4_001...4_097, 4_097)]
                as [(ClosedRange<Int64>, Int64)]
            {
                await self.publish(batch, of: organization, app)
                try await eventually("the events are there") {
                    app.api.events.events(after: newest, of: organization).newest == newest
                }
            }
            var late = try await app.as(.alice).events(after: "\(epoch)-0")
            #expect(try await late.next() == [.init(id: "\(epoch)-4097", type: "reset", data: [:])])
            var oldest = try await app.as(.alice).events(after: "\(epoch)-1")
            let event = try await oldest.next().first
            #expect(event?.id == "\(epoch)-2" && event?.data["monitor_id"] == 2)
        }
    }

    @Test func `a loss of events resets open streams and all positions before it`() async throws {
        try await withTestApp { app in
            let (organization, epoch) = (try await app.organization(of: .alice), app.api.events.epoch)
            var stream = try await app.as(.alice).events()
            await self.publish(1...2, of: organization, app)
            #expect(try await stream.next(2).map(\.id) == ["\(epoch)-1", "\(epoch)-2"])
            await app.publish(.missed, of: nil)
            #expect(try await stream.next() == [.init(id: "\(epoch)-3", type: "reset", data: [:])])
            await self.publish(4...4, of: organization, app)
            #expect(try await stream.next().map(\.id) == ["\(epoch)-4"])
            for position in 0...2 {
                var resumed = try await app.as(.bob).events(after: "\(epoch)-\(position)")
                #expect(try await resumed.next().map(\.type) == ["reset"], "\(position)")
            }
            var resumed = try await app.as(.bob).events(after: "\(epoch)-3")
            #expect(try await resumed.next().map { $0.data["monitor_id"] } == [4])
        }
    }
}
