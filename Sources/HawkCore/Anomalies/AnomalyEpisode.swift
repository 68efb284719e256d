/// Follows a series of judgements: an episode opens after several anomalies in a row and closes after as many normal ones.
package struct AnomalyEpisode: Sendable, Equatable {
    package enum Change: Sendable, Equatable { case opened, closed }

    package private(set) var isOpen = false
    /// Judgements in a row that speak against the present state.
    package private(set) var against = 0
    /// Anomalies in a row within an open episode.
    package private(set) var lasting = 0

    package init() {}

    /// - Returns: what changed; nil when nothing did.
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

    /// Whether a sample of this kind belongs to the baseline: an episode's own anomalies would drag it along and end the
    /// episode by themselves. What lasts for a whole ring is no anomaly any more but the new normal, and is let in.
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
