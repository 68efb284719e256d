extension JSONPath {
    /// Returns the selected values in document order, each once.
    ///
    /// A value has one parent, so no step selects more values than the document has.
    func select(in document: JSONDocument) -> [Int] {
        var selected = [0]
        for step in self.steps {
            let parents = step.isDeep ? Self.within(selected, document) : selected
            selected = parents.flatMap { Self.children(of: $0, step.selector, document) }
            // Nested parents produce their children out of order.
            selected.sort()
            if selected.isEmpty { break }
        }
        return selected
    }

    /// Returns these values and all values within them.
    private static func within(_ values: [Int], _ document: JSONDocument) -> [Int] {
        var result: [Int] = []
        for value in values {
            let start = max(value, (result.last ?? -1) + 1)
            let end = Int(document.values[value].next)
            if start < end { result += start..<end }
        }
        return result
    }

    private static func children(of parent: Int, _ selector: Selector, _ document: JSONDocument) -> [Int] {
        let kind = document.values[parent].kind
        switch selector {
        case .all where kind == .object || kind == .array:
            return Array(document.children(of: parent))
        case .name(let name) where kind == .object:
            return document.children(of: parent).filter { document.isNamed(name, $0) }
        case .index(let index) where kind == .array:
            let position = index < 0 ? index + (document.length(of: parent) ?? 0) : index
            guard position >= 0 else { return [] }
            return Array(document.children(of: parent).dropFirst(position).prefix(1))
        default:
            return []
        }
    }
}
