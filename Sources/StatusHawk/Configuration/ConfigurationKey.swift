/// All keys that the environment may set. Each may also be set as `KEY_FILE`, the path of a file that contains the value.
enum ConfigurationKey: String, CaseIterable {
    case listen = "STATUSHAWK_LISTEN"
    case operationsListen = "STATUSHAWK_OPERATIONS_LISTEN"
    case publicURL = "STATUSHAWK_PUBLIC_URL"
    case allowedHosts = "STATUSHAWK_ALLOWED_HOSTS"
    case dataDirectory = "STATUSHAWK_DATA_DIR"
    case databaseURL = "DATABASE_URL"
    case databasePoolSize = "DATABASE_POOL_SIZE"
    case redisURL = "REDIS_URL"
    case secretKey = "SECRET_KEY"
    case signups = "STATUSHAWK_SIGNUPS"
    case adminEmail = "STATUSHAWK_ADMIN_EMAIL"
    case adminPassword = "STATUSHAWK_ADMIN_PASSWORD"
    case allowPrivateTargets = "STATUSHAWK_ALLOW_PRIVATE_TARGETS"
    case allowedTargets = "STATUSHAWK_ALLOWED_TARGETS"
    case location = "STATUSHAWK_LOCATION"
    case runnerConcurrency = "STATUSHAWK_RUNNER_CONCURRENCY"
    case connectivityCheck = "STATUSHAWK_CONNECTIVITY_CHECK"
    case retentionDays = "STATUSHAWK_RETENTION_DAYS"
    case trustedProxies = "STATUSHAWK_TRUSTED_PROXIES"
    case metricsToken = "STATUSHAWK_METRICS_TOKEN"
    case probeModules = "STATUSHAWK_PROBE_MODULES"
    case quotaMonitors = "STATUSHAWK_QUOTA_MONITORS"
    case quotaMinInterval = "STATUSHAWK_QUOTA_MIN_INTERVAL_SECONDS"
    case quotaMaxTimeout = "STATUSHAWK_QUOTA_MAX_TIMEOUT_SECONDS"
    case quotaChannels = "STATUSHAWK_QUOTA_CHANNELS"
    case quotaMailRecipients = "STATUSHAWK_QUOTA_MAIL_RECIPIENTS"
    case quotaStatusPages = "STATUSHAWK_QUOTA_STATUS_PAGES"
    case quotaTokens = "STATUSHAWK_QUOTA_TOKENS"
    case quotaInvitations = "STATUSHAWK_QUOTA_INVITATIONS"
    case quotaMembers = "STATUSHAWK_QUOTA_MEMBERS"
    case quotaIncidents = "STATUSHAWK_QUOTA_INCIDENTS_PER_DAY"
    case quotaIdempotencyKeys = "STATUSHAWK_QUOTA_IDEMPOTENCY_KEYS"
    case quotaRequests = "STATUSHAWK_QUOTA_REQUESTS_PER_MINUTE"
    case smtpURL = "SMTP_URL"
    case smtpFrom = "SMTP_FROM"
    case logLevel = "LOG_LEVEL"
    case logFormat = "LOG_FORMAT"

    /// Whether `statushawk config` masks its value.
    var isSecret: Bool {
        switch self {
        case .secretKey, .adminPassword, .metricsToken, .probeModules, .smtpURL, .databaseURL, .redisURL: true
        default: false
        }
    }
}

/// An invalid configuration value. Ends the program with status 78.
struct ConfigurationError: Error, CustomStringConvertible {
    let description: String

    init(_ key: ConfigurationKey, _ problem: String) { self.description = "\(key.rawValue) \(problem)" }
    init(_ description: String) { self.description = description }
}
