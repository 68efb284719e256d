import HawkCore
import Testing

@Suite struct WireNameTests {
    /// Every property of a wire type whose wire name differs, each followed by that name.
    private static let derived = """
        acknowledgedAt acknowledged_at   acknowledgedBy acknowledged_by   authorID author_id
        assertionSources assertion_sources   namePlaceholder name_placeholder   needsValue needs_value
        valuePlaceholder value_placeholder
        bearerToken bearer_token   bodyStart body_start   caCertificates ca_certificates   cacheBuster cache_buster
        certificateDaysLeft certificate_days_left   channelID channel_id   channelIDs channel_ids
        clientCertificate client_certificate   clientKey client_key   componentIDs component_ids
        confirmationDelaySeconds confirmation_delay_seconds   confirmedAt confirmed_at   connectMs connect_ms
        coveragePercent coverage_percent   createdAt created_at   createdBy created_by
        currentPassword current_password   daysLeft days_left   deliveryID delivery_id   dependsOn depends_on
        dnsCache dns_cache   dnsMs dns_ms   downtimeSeconds downtime_seconds   durationMs duration_ms
        emailConfigured email_configured   exitStatus exit_status   expectedRcode expected_rcode
        expectedStatus expected_status   expiresAt expires_at   firstByteMs first_byte_ms   firstRun first_run
        followRedirects follow_redirects   graceSeconds grace_seconds   historyDays history_days
        httpVersion http_version   incidentID incident_id   intervalSeconds interval_seconds   invitedBy invited_by
        ipVersion ip_version   isDefault is_default   joinedAt joined_at   lastCheck last_check
        lastCheckedAt last_checked_at   lastError last_error   lastLatencyMs last_latency_ms   lastSeenAt last_seen_at
        lastSuccess last_success   lastUsedAt last_used_at   latencyMs latency_ms   mailRecipients mail_recipients
        maintenanceSeconds maintenance_seconds   maxRedirects max_redirects   maxTimeoutSeconds max_timeout_seconds
        measuredSeconds measured_seconds   minIntervalSeconds min_interval_seconds   minMs min_ms
        monitorID monitor_id   monitorIDs monitor_ids   mtbfSeconds mtbf_seconds   mttrSeconds mttr_seconds
        nextCursor next_cursor   nextPingDueAt next_ping_due_at   notAfter not_after   notBefore not_before
        openIncidents open_incidents   organizationName organization_name   packetIntervalMs packet_interval_ms
        packetSize packet_size   phaseReached phase_reached   pingURL ping_url   publicID public_id
        publicURL public_url   recentFailures recent_failures   recordType record_type
        recoveryConfirmations recovery_confirmations   requestsPerMinute requests_per_minute   resolvedAt resolved_at
        revokeTokens revoke_tokens   runningSince running_since   scheduledAt scheduled_at
        secretBinding secret_binding   secretBody secret_body   secretHeaders secret_headers   secretSend secret_send
        seenAt seen_at   sentAt sent_at   serverName server_name   setupCode setup_code
        setupCodeNeeded setup_code_needed   showLatency show_latency   signupConfirmation signup_confirmation
        sizeBytes size_bytes   smtpURL smtp_url   startedAt started_at   statusCode status_code
        statusSince status_since   stepSeconds step_seconds   strictHTTP strict_http   subjectID subject_id
        subjectType subject_type   telegramConfigured telegram_configured   timeZone time_zone
        timeoutSeconds timeout_seconds   tlsMs tls_ms   tlsVersion tls_version   tokenID token_id
        tokenName token_name   transferMs transfer_ms   unmeasuredSeconds unmeasured_seconds   updatedAt updated_at
        uptimePercent uptime_percent   userAgent user_agent   userID user_id   validForSeconds valid_for_seconds
        verifyTLS verify_tls   waitsUntil waits_until   zScore z_score
        """

    @Test func `the name of a member follows from the name of its property`() {
        let words = Self.derived.split(whereSeparator: \.isWhitespace).map(String.init)
        #expect(words.count.isMultiple(of: 2))
        for index in stride(from: 0, to: words.count - 1, by: 2) {
            #expect(WireName.of(words[index]) == words[index + 1])
        }
    }

    @Test(
        arguments: [
            ("", ""), ("id", "id"), ("default", "default"), ("p95", "p95"), ("min_ms", "min_ms"), ("starttls", "starttls"),
            ("p50Ms", "p50_ms"), ("sha256Sum", "sha256_sum"), ("ipV4", "ip_v4"),
            ("lastLatencyMS", "last_latency_ms"), ("URL", "url"), ("URLPath", "url_path"), ("tlsCAFile", "tls_ca_file"),
            ("IDs", "ids"), ("monitorIDsSeen", "monitor_ids_seen"), ("userIDSet", "user_id_set"),
            ("Name", "name"), ("a_B", "a_b"), ("größeMs", "größe_ms"),
        ])
    func `words, acronyms, digits and plurals are distinguished`(_ property: String, _ wire: String) {
        #expect(WireName.of(property) == wire)
        #expect(WireName.of(wire) == wire)
    }

    private enum Fixed: String, CodingKey {
        case pingURL
        case isOn = "on"
    }

    @Test func `the keys of a type are converted, those of a dictionary are data`() throws {
        #expect(Fixed.pingURL.wireName == "ping_url")
        #expect(Fixed.isOn.wireName == "on")
        #expect(WireKey(stringValue: "pingURL").wireName == "pingURL")
        let path: [any CodingKey] = [Fixed.pingURL, WireKey(stringValue: "0"), WireKey(stringValue: "X-Name")]
        #expect(path.wirePath == "ping_url.0.X-Name")
    }

    private struct Sample: Decodable, Equatable {
        struct Part: Decodable, Equatable { var partSize = 1 }

        var headersByName = ["X-Trace": "a", "camelCase": "b"]
        var partsByID = ["aB": [Part()]]
        var anyJSON: JSONValue = ["camelCase": ["X-Y": 1]]
        var noValue: Int?
    }

    @Test func `members are decoded by their wire names`() throws {
        let json: JSONValue = [
            "headers_by_name": ["X-Trace": "a", "camelCase": "b"], "parts_by_id": ["aB": [["part_size": 1]]],
            "any_json": ["camelCase": ["X-Y": 1]],
        ]
        #expect(try StrictDecoder.decode(Sample.self, from: json) == Sample())
    }
}
