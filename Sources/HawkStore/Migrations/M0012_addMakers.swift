extension Migration {
    /// Every token and open invitation belongs to the person whose rights created it, and ends with that person's membership.
    static let addMakers = Migration(version: 12, name: "addMakers") { _ in
        [
            // Before, what a token created had no creator. The audit log shows which token it was, and so its owner.
            """
            WITH RECURSIVE makers (token_id, user_id) AS (
              SELECT id, created_by FROM tokens WHERE created_by IS NOT NULL
              UNION
              SELECT a.subject_id, m.user_id
              FROM audit a JOIN makers m ON m.token_id = a.token_id
              WHERE a.action = 'token.create' AND a.subject_type = 'token'
            )
            UPDATE tokens
            SET created_by = (SELECT makers.user_id FROM makers WHERE makers.token_id = tokens.id)
            WHERE created_by IS NULL
            """,
            """
            UPDATE invitations
            SET created_by = (
              SELECT t.created_by
              FROM audit a JOIN tokens t ON t.id = a.token_id
              WHERE a.action = 'invitation.create' AND a.subject_type = 'invitation' AND a.subject_id = invitations.id
            )
            WHERE created_by IS NULL AND accepted_at IS NULL AND revoked_at IS NULL
            """,
            // A person who has left since does not restore them by joining again.
            """
            UPDATE tokens
            SET revoked_at = COALESCE(last_used_at, created_at)
            WHERE revoked_at IS NULL AND NOT EXISTS (
              SELECT 1 FROM memberships m WHERE m.organization_id = tokens.organization_id AND m.user_id = tokens.created_by
            )
            """,
            """
            UPDATE invitations
            SET revoked_at = created_at
            WHERE accepted_at IS NULL AND revoked_at IS NULL AND NOT EXISTS (
              SELECT 1 FROM memberships m WHERE m.organization_id = invitations.organization_id AND m.user_id = invitations.created_by
            )
            """,
        ]
    }
}
