import HawkBroker
import HawkCore
import HawkStore
import Testing

@testable import HawkEngine

@Suite struct OperationErrorTests {
    @Test func `a caller sees that the database or the broker is unavailable, without details`() {
        let store = OperationError(causedBy: StoreError.unavailable(detail: "10.0.0.7 refused"))
        #expect(store == OperationError(.unavailable(retryAfter: .seconds(5)), "the database cannot be reached"))
        let broker = OperationError(causedBy: BrokerError.unavailable("10.0.0.8 refused"))
        #expect(broker == OperationError(.unavailable(retryAfter: nil), "the broker cannot be reached"))
        #expect(OperationError(causedBy: BrokerError.noAnswer)?.code == .timedOut)
    }

    @Test func `a lost race is a conflict`() {
        #expect(OperationError(causedBy: StoreError.conflict)?.code == .conflict)
        #expect(OperationError(causedBy: StoreError.unique(table: "users", columns: ["email_key"]))?.code == .conflict)
    }

    @Test func `an internal error is not shown`() {
        struct Mistake: Error {}
        #expect(OperationError(causedBy: Mistake()) == nil)
        #expect(OperationError(causedBy: StoreError.corrupt(detail: "x")) == nil)
        #expect(OperationError(causedBy: StoreError.invalid(detail: "x")) == nil)
        #expect(OperationError(causedBy: StoreError.constraint(detail: "x")) == nil)
    }

    @Test func `an operation's own error stays as it is`() {
        #expect(OperationError(causedBy: OperationError.notFound) == .notFound)
    }
}
