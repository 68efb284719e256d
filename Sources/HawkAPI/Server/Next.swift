import Hummingbird

/// What a middleware hands a request on to. Hummingbird's closures leave their caller's actor, unlike ours by default.
typealias Next<Context> = @concurrent (Request, Context) async throws -> Response
