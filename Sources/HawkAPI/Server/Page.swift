package import HawkCore
package import Hummingbird

/// The requested part of a list: `?limit=` and `?cursor=`.
package struct PageRequest<Key: LosslessStringConvertible> {
    package let limit: Int
    /// The key of the last item of the previous page. Nil for the first page.
    package let after: Key?

    /// The number of items to fetch: one more than the limit, to learn whether there is a next page.
    package var fetching: Int { self.limit + 1 }
}

extension QueryParameters {
    package func page<Key: LosslessStringConvertible>(by key: Key.Type = Key.self) throws(OperationError) -> PageRequest<Key> {
        PageRequest(limit: try self.integer("limit", in: 1...500) ?? 50, after: try self.cursor())
    }

    private func cursor<Key: LosslessStringConvertible>() throws(OperationError) -> Key? {
        guard let text = self.text("cursor") else { return nil }
        guard let bytes = Base64URL.decode(text), let plain = String(validating: bytes, as: UTF8.self), plain.isStreamSafe,
            let key = Key(plain)
        else {
            throw Self.malformed("cursor", "is not a cursor of this list")
        }
        return key
    }
}

/// One page of a list: `{"items":[…],"next_cursor":null}`.
package struct Page<Item: Encodable>: ResponseEncodable {
    package let items: [Item]
    package let nextCursor: String?

    /// - Parameter found: up to `request.fetching` items, in the list's order.
    package init<Found, Key>(
        _ found: [Found], of request: PageRequest<Key>, key: (Found) -> Key, item: (Found) throws -> Item
    ) rethrows {
        let shown = found.prefix(request.limit)
        self.items = try shown.map(item)
        let last = found.count > request.limit ? shown.last : nil
        self.nextCursor = last.map { Base64URL.encode(String(describing: key($0)).utf8) }
    }

    /// A list that is always returned whole.
    package init(all items: [Item]) {
        self.items = items
        self.nextCursor = nil
    }
}

/// A 201 response with the path of the created resource.
package struct Created<Body: ResponseEncodable>: ResponseGenerator {
    private let location: String
    private let body: Body

    /// - Parameter location: a path, such as `/api/v1/monitors/1`.
    package init(at location: String, _ body: Body) {
        self.location = location
        self.body = body
    }

    package func response(from request: Request, context: some RequestContext) throws -> Response {
        var response = try self.body.response(from: request, context: context)
        response.status = .created
        response.headers[.location] = self.location
        return response
    }
}
