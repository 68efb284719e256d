import HawkCore
package import HawkNet
import NIOCore

/// An attempt counts as one connection to each of its addresses. Its clock stands still while it waits for a place.
extension Attempt: DialLimits {
    package func acquirePlace(at address: IPAddress) -> DialPlace? {
        self.owner?.acquirePlace(at: self.environment.policy.destination(of: address))
    }

    package func awaitPlace(at address: IPAddress, _ then: @escaping (DialPlace) -> Void) {
        guard let owner = self.owner else { preconditionFailure("only an attempt with an owner waits for places") }
        self.pause()
        owner.awaitPlace(at: self.environment.policy.destination(of: address)) { place in
            guard !self.isOver else { return owner.release(place) }
            self.resume()
            then(place)
        }
    }

    package func release(_ place: DialPlace) { self.owner?.release(place) }

    /// Acquires a place at each address, for a probe that uses no connection of ours.
    ///
    /// All attempts acquire places in the same order, so that no two wait for each other.
    package func acquirePlaces(at addresses: [IPAddress], _ then: @escaping () -> Void) {
        guard self.owner != nil else { return then() }
        self.acquirePlaces(at: addresses.count > 1 ? addresses.sorted { $0.isOrdered(before: $1) }[...] : addresses[...], then)
    }

    private func acquirePlaces(at addresses: ArraySlice<IPAddress>, _ then: @escaping () -> Void) {
        var rest = addresses
        while let address = rest.popFirst() {
            if let place = self.acquirePlace(at: address) {
                self.places.append(place)
                continue
            }
            return self.awaitPlace(at: address) { [rest] place in
                self.places.append(place)
                self.acquirePlaces(at: rest, then)
            }
        }
        then()
    }

    /// Acquires a place at each address with a free one. A failure without the others does not count against the target.
    /// - Returns: the addresses with a free place.
    func acquireFreePlaces(at addresses: [IPAddress]) -> [IPAddress] {
        guard self.owner != nil else { return addresses }
        let usable = addresses.filter { address in
            guard let place = self.acquirePlace(at: address) else { return false }
            self.places.append(place)
            return true
        }
        if usable.count < addresses.count { self.isPartial = true }
        return usable
    }

    /// Releases all places of the attempt.
    func releasePlaces() {
        for place in self.places { self.owner?.release(place) }
        self.places.removeAll()
    }
}

extension IPAddress {
    fileprivate func isOrdered(before other: IPAddress) -> Bool {
        switch (self, other) {
        case (.v4(let one), .v4(let two)): one < two
        case (.v6(let one), .v6(let two)): one < two
        case (.v4, .v6): true
        case (.v6, .v4): false
        }
    }
}
