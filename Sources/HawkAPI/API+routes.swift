import HawkEngine
import Hummingbird

extension API {
    /// Returns the routes of all resources.
    func makeRouter(withMonitoring: Bool = true) -> Router<AppContext> {
        let engine = self.engine
        let publicURL = engine.installation.publicURL
        let router = Self.emptyRouter()
        if withMonitoring { self.monitoring.add(to: router) }
        if self.dashboard == nil { WelcomeRoutes(publicURL: publicURL).add(to: router) }
        StatusPageRoutes(cache: self.pages).add(to: router)
        PingRoutes(intake: self.pings).add(to: router)
        MailConsentRoutes(consent: ConsentOperations(engine)).add(to: router)

        let anyone = router.group("api/v1")
            .add(middleware: CompressionMiddleware())
            .add(middleware: QueryMiddleware())
            .add(middleware: AuthenticationMiddleware(operations: AuthenticationOperations(engine)))
            .add(middleware: OriginMiddleware(publicURL: publicURL))
        OpenAPIRoutes().add(to: anyone)
        self.addAccountRoutes(to: anyone)
        let members = anyone.group(context: UserContext.self)
            .add(middleware: QuotaMiddleware(engine.installation.quotas, clock: engine.clock))
            .add(middleware: IdempotencyMiddleware(operations: IdempotencyOperations(engine)))
        self.addOrganizationRoutes(to: members)
        self.addMonitorRoutes(to: members)
        return router
    }

    /// Adds the routes that need no organization.
    private func addAccountRoutes(to anyone: RouterGroup<AppContext>) {
        let (engine, passwords, limits) = (self.engine, self.passwords, self.limits)
        let installation = engine.installation
        let signUp = SignUpOperations(engine, passwords: passwords)
        let signIn = SignInOperations(engine, passwords: passwords, limits: limits)
        let confirmations = SignUpConfirmations(engine)
        SetupRoutes(signUp: signUp, confirmations: confirmations, installation: installation).add(to: anyone)
        AuthRoutes(signUp: signUp, signIn: signIn, limits: limits, publicURL: installation.publicURL).add(to: anyone)
        MailedLinkRoutes<ConfirmationBody>(links: confirmations, limits: limits).add(to: anyone.group("auth/signup/confirmation"))
        PasswordResetRoutes(resets: PasswordResets(engine, passwords: passwords), limits: limits).add(to: anyone)
        let invitations = InvitationRoutes(invitations: InvitationOperations(engine), limits: limits)
        invitations.addForAnyone(to: anyone)
        let people = anyone.group(context: PersonContext.self)
        let profile = ProfileOperations(engine, passwords: passwords, limits: limits)
        ProfileRoutes(profile: profile, signIn: signIn, tokens: TokenOperations(engine)).add(to: people)
        invitations.addForPeople(to: people)
    }

    /// Adds the routes of the organization and of its members, invitations and tokens.
    private func addOrganizationRoutes(to members: some RouterMethods<UserContext>) {
        let organizations = OrganizationOperations(self.engine)
        OrganizationRoutes(organizations: organizations).add(to: members)
        AuditRoutes(organizations: organizations).add(to: members)
        MemberRoutes(members: MemberOperations(self.engine)).add(to: members)
        InvitationRoutes(invitations: InvitationOperations(self.engine), limits: self.limits).add(to: members)
        TokenRoutes(tokens: TokenOperations(self.engine)).add(to: members)
    }

    /// Adds the routes of monitors, channels, incidents and status pages.
    private func addMonitorRoutes(to members: some RouterMethods<UserContext>) {
        let engine = self.engine
        let monitors = MonitorOperations(engine)
        MonitorRoutes(monitors: monitors, publicURL: engine.installation.publicURL).add(to: members)
        HistoryRoutes(monitors: monitors).add(to: members)
        PingHistoryRoutes(monitors: monitors).add(to: members)
        MonitorTypeRoutes(types: engine.monitorTypes).add(to: members)
        ChannelRoutes(channels: ChannelOperations(engine)).add(to: members)
        ChannelTypeRoutes(types: engine.channelTypes).add(to: members)
        DeliveryRoutes(deliveries: DeliveryOperations(engine)).add(to: members)
        IncidentRoutes(incidents: IncidentOperations(engine)).add(to: members)
        LocationRoutes(locations: LocationOperations(engine)).add(to: members)
        OverviewRoutes(overview: OverviewOperations(engine)).add(to: members)
        StatusPageManagementRoutes(pages: StatusPageOperations(engine), cache: self.pages).add(to: members)
        EventRoutes(hub: self.events, streams: self.streams).add(to: members)
    }
}
