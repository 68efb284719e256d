/// Follows the evaluations of latencies. An episode opens after several consecutive anomalies and closes after as many normal
/// ones.
package struct AnomalyEpisode: Sendable, Equatable {
    package enum Change: Sendable, Equatable { case opened, closed }

    package private(set) var isOpen = false
    /// Consecutive evaluations that contradict the present state.
    package private(set) var against = 0
    /// Consecutive anomalies within an open episode.
    package private(set) var lasting = 0

    package init() {}

    /// - Returns: the change, or nil if nothing changed.
    package mutating func apply(anomalous: Bool, consecutive: Int) -> Change? {
        self.lasting = self.isOpen && anomalous ? self.lasting + 1 : 0
        guard anomalous != self.isOpen else {
            self.against = 0
            return nil
        }
        self.against += 1
        guard self.against >= max(consecutive, 1) else { return nil }
        self.isOpen.toggle()
        self.against = 0
        self.lasting = 0
        return self.isOpen ? .opened : .closed
    }

    /// Returns whether such a sample belongs to the baseline. An episode's own anomalies would shift the baseline and so end the
    /// episode. Anomalies that last for a whole ring are the new normal and are admitted.
    package func admits(anomalous: Bool) -> Bool { !anomalous || self.lasting >= LatencyRing.capacity }

    package func encode(to writer: inout ByteWriter) {
        writer.write(self.isOpen)
        writer.write(self.against)
        writer.write(self.lasting)
    }

    package init(from reader: inout ByteReader) throws {
        self.isOpen = try reader.readBool()
        self.against = try reader.readInt()
        self.lasting = try reader.readInt()
    }
}
