import HawkCore
import HawkStore

/// What became of each result of a batch that was stored as a whole or, where something in it could not be, in parts.
struct RecordDivision {
    /// With so many results that met damage and not one that was stored, it is the database as a whole that is damaged.
    private static let maxDamaged = 16

    /// By place in the batch, with the marks that the fold made.
    private(set) var stored: [Int: CheckResult] = [:]
    /// What the database refuses for what it is.
    private(set) var refused: [Int: StoreError] = [:]
    /// Whose place in the database is damaged.
    private(set) var damaged: [Int] = []
    private(set) var damage: StoreError?

    mutating func add(stored results: [CheckResult], from place: Int) {
        for (offset, result) in results.enumerated() { self.stored[place + offset] = result }
    }

    /// A single result that could not be stored.
    /// - Throws: the error, where not this result but all of the database is at fault.
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
    /// Whether the same statement would be refused again: the fault lies in what was to be stored.
    var isRefusal: Bool {
        switch self {
        case .constraint, .unique, .invalid: true
        case .conflict, .unavailable, .disk, .unusable, .schema, .corrupt, .commitUnknown: false
        }
    }

    /// Whether the fault lies in what is stored already.
    var isDamage: Bool { if case .corrupt = self { true } else { false } }
}
