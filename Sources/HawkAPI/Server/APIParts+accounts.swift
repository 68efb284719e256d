import HawkEngine
import Hummingbird

extension APIParts {
    /// Adds the routes that need no organization.
    func addAccountRoutes(_ anyone: RouterGroup<AppContext>) {
        let signUp = SignUpOperations(self.engine, passwords: self.passwords)
        let signIn = SignInOperations(self.engine, passwords: self.passwords, limits: self.limits)
        let profile = ProfileOperations(self.engine, passwords: self.passwords, limits: self.limits)
        let publicURL = self.engine.installation.publicURL
        let confirmations = SignUpConfirmations(self.engine)
        SetupRoutes(signUp: signUp, confirmations: confirmations, installation: self.engine.installation).add(to: anyone)
        AuthRoutes(signUp: signUp, signIn: signIn, limits: self.limits, publicURL: publicURL).add(to: anyone)
        MailedLinkRoutes<ConfirmationBody>(links: confirmations, limits: self.limits)
            .add(to: anyone.group("auth/signup/confirmation"))
        let resets = PasswordResets(self.engine, passwords: self.passwords)
        PasswordResetRoutes(resets: resets, limits: self.limits).add(to: anyone)
        let invitations = InvitationRoutes(invitations: InvitationOperations(self.engine), limits: self.limits)
        invitations.addForAnyone(to: anyone)
        let people = anyone.group(context: PersonContext.self)
        ProfileRoutes(profile: profile, signIn: signIn, tokens: TokenOperations(self.engine)).add(to: people)
        invitations.addForPeople(to: people)
    }

    /// Adds the routes of the organization and of its members, invitations and tokens.
    func addOrganizationRoutes(_ members: some RouterMethods<UserContext>) {
        let organizations = OrganizationOperations(self.engine)
        OrganizationRoutes(organizations: organizations).add(to: members)
        AuditRoutes(organizations: organizations).add(to: members)
        MemberRoutes(members: MemberOperations(self.engine)).add(to: members)
        InvitationRoutes(invitations: InvitationOperations(self.engine), limits: self.limits).add(to: members)
        TokenRoutes(tokens: TokenOperations(self.engine)).add(to: members)
    }
}
