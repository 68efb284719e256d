import Synchronization
import Testing

@testable import HawkBroker

@Suite struct OpenRequestsTests {
    @Test func `only callers with a missing key have gone`() {
        let requests = OpenRequests(RedisKeys(prefix: "t:"))
        #expect(requests.look().isEmpty)
        let (first, second, answered) = (requests.open("1"), requests.open("2"), requests.open("3"))
        requests.close("3")
        let commands = requests.look()
        let isInOrder = commands == [["MGET", "t:asker:1", "t:asker:2"]]
        #expect(isInOrder || commands == [["MGET", "t:asker:2", "t:asker:1"]])
        requests.handleReplies([.list(isInOrder ? [.bytes([1]), .null] : [.null, .bytes([1])])])
        #expect(!first.isGone && second.isGone && !answered.isGone)
    }

    @Test func `Redis is not queried each time, and after a failure no caller has gone`() {
        let requests = OpenRequests(RedisKeys(prefix: "t:"))
        let watch = requests.open("1")
        #expect(requests.look().count == 1 && requests.look().isEmpty)
        requests.handleReplies([.failure(RedisFailure("ERR no"))])
        #expect(!watch.isGone)
    }

    @Test func `a late observer of a caller that has gone is notified at once, and once`() {
        let watch = CallerPresence()
        let calls = Atomic(0)
        watch.leave()
        watch.whenGone { calls.add(1, ordering: .relaxed) }
        watch.leave()
        #expect(calls.load(ordering: .relaxed) == 1)
    }
}
