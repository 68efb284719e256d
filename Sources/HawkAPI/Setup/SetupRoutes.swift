import HawkEngine
import Hummingbird

/// `/api/v1/setup`: what is public before sign-in.
struct SetupRoutes {
    let signUp: SignUpOperations
    let confirmations: SignUpConfirmations
    let installation: Installation

    func add(to routes: some RouterMethods<AppContext>) {
        routes.get("setup", use: self.show)
    }

    @Sendable private func show(_ request: Request, context: AppContext) async throws -> SetupBody {
        let visitor = Visitor(request, context, publicURL: self.installation.publicURL)
        let isFirstRun = try await self.signUp.isFirstRun()
        return SetupBody(
            firstRun: isFirstRun, setupCodeNeeded: isFirstRun && self.signUp.needsSetupCode(visitor),
            signups: self.installation.signups.rawValue,
            signupConfirmation: self.confirmations.isNeeded(isFirstRun: isFirstRun),
            emailConfigured: self.installation.emailConfigured, telegramConfigured: false,
            publicURL: self.installation.publicURL, version: self.installation.version)
    }
}

struct SetupBody: ResponseEncodable {
    let firstRun: Bool
    let setupCodeNeeded: Bool
    let signups: String
    let signupConfirmation: Bool
    let emailConfigured: Bool
    let telegramConfigured: Bool
    let publicURL: String
    let version: String
}
