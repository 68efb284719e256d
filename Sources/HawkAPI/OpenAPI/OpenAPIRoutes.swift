import CDocs
import HTTPTypes
import Hummingbird
import NIOCore

/// `/api/v1/openapi.yaml`: the OpenAPI document `docs/openapi.yaml`, compiled in.
struct OpenAPIRoutes {
    func add(to routes: some RouterMethods<AppContext>) {
        let document = ByteBuffer(bytes: Self.document)
        routes.get("openapi.yaml") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/yaml", .cacheControl: "no-cache"],
                body: ResponseBody(byteBuffer: document))
        }
    }

    static var document: [UInt8] {
        var count = 0
        let start = hawk_openapi(&count)
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }
}
