import Hummingbird

/// The next handler of a middleware. Hummingbird's closures leave their caller's actor, which ours do not by default.
typealias Next<Context> = @concurrent (Request, Context) async throws -> Response
