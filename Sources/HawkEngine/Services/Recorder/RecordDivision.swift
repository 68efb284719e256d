import HawkCore
import HawkStore

/// The outcome of each result of a batch that was stored as a whole or, if something in it could not be stored, in parts.
struct RecordDivision {
    /// If this many results met damage and none was stored, the whole database counts as damaged.
    private static let maxDamaged = 16

    /// By index in the batch, with the fold's anomaly marks.
    private(set) var stored: [Int: CheckResult] = [:]
    /// Results that the database rejects as invalid.
    private(set) var refused: [Int: StoreError] = [:]
    /// Results whose table in the database is damaged.
    private(set) var damaged: [Int] = []
    private(set) var damage: StoreError?

    mutating func add(stored results: [CheckResult], from place: Int) {
        for (offset, result) in results.enumerated() { self.stored[place + offset] = result }
    }

    /// Adds a single result that could not be stored.
    /// - Throws: The error, if the fault is not in this result but in the whole database.
    mutating func add(_ error: StoreError, at place: Int) throws {
        guard error.isDamage else {
            self.refused[place] = error
            return
        }
        self.damaged.append(place)
        self.damage = error
        if self.damaged.count >= Self.maxDamaged, self.stored.isEmpty { throw error }
    }
}

extension StoreError {
    /// Whether the same statement would be rejected again because of the values to be stored.
    var isRefusal: Bool {
        switch self {
        case .constraint, .unique, .invalid: true
        case .conflict, .unavailable, .disk, .unusable, .schema, .corrupt, .commitUnknown: false
        }
    }

    /// Whether the fault is in data that is already stored.
    var isDamage: Bool { if case .corrupt = self { true } else { false } }
}
