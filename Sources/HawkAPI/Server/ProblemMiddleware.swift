import HawkEngine
import Hummingbird
import Logging
import NIOHTTP1

/// Turns errors into problem responses, and logs those that an operator should see.
struct ProblemMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: AppContext, next: Next<AppContext>
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPParserError {
            throw error  // no longer HTTP: the server closes the connection
        } catch {
            let problem = Problem(error)
            if problem.status.code >= 500 { self.log(error, problem, context) }
            return try problem.response()
        }
    }

    private func log(_ error: any Error, _ problem: Problem, _ context: AppContext) {
        context.logger.log(
            level: problem.status == .gatewayTimeout ? .info : .error, "HTTP request failed",
            metadata: .of(
                error, ["http.route": "\(context.endpointPath ?? "none")", "http.status": "\(problem.status.code)"]))
    }
}
