package import HawkCore

/// `status_pages`. A change is published as a live event, because every process caches pages.
package struct StatusPageRepository: Sendable {
    package init() {}

    /// Returns the published page with this address, of any organization, for the public.
    package func published(slug: String, in db: any Connection) throws -> StatusPage? {
        try db.first(
            """
            SELECT \(Self.columns)
            FROM status_pages
            WHERE slug = \(slug) AND published
            """, Self.decode)
    }

    /// Returns pages, oldest first.
    /// - Parameter cursor: the last page of the previous list page.
    package func list(
        of organization: ID<Organization>, after cursor: ID<StatusPage>?, limit: Int, in db: any Connection
    ) throws -> [StatusPage] {
        try db.rows(
            """
            SELECT \(Self.columns)
            FROM status_pages
            WHERE organization_id = \(organization) AND id > \(cursor ?? ID(0))
            ORDER BY id
            LIMIT \(limit)
            """, Self.decode)
    }

    package func find(_ id: ID<StatusPage>, of organization: ID<Organization>, in db: any Connection) throws -> StatusPage? {
        try db.first(
            """
            SELECT \(Self.columns)
            FROM status_pages
            WHERE id = \(id) AND organization_id = \(organization)
            """, Self.decode)
    }

    /// - Throws: `OperationError.notFound`.
    package func require(_ id: ID<StatusPage>, of organization: ID<Organization>, in db: any Connection) throws -> StatusPage {
        guard let page = try self.find(id, of: organization, in: db) else { throw OperationError.notFound }
        return page
    }

    package func count(of organization: ID<Organization>, in db: any Connection) throws -> Int {
        try db.first("SELECT count(*) FROM status_pages WHERE organization_id = \(organization)") { try $0.next() } ?? 0
    }

    /// - Parameter page: its id and version are ignored.
    /// - Returns: the stored page.
    /// - Throws: `StoreError.unique` if the slug is taken in any organization.
    package func insert(_ page: StatusPage, in db: any Connection) throws -> StatusPage {
        let stored = try db.first(
            """
            INSERT INTO status_pages
              (organization_id, slug, title, description, published, theme, history_days, sections, version, created_at, updated_at)
            VALUES (
              \(page.organization), \(page.slug), \(page.title), \(page.description), \(page.published), \(page.theme),
              \(page.historyDays), \(try JSONText(page.sections)), 1, \(page.createdAt), \(page.updatedAt))
            RETURNING \(Self.columns)
            """, Self.decode)
        guard let stored else { throw StoreError.corrupt(detail: "an inserted status page was not returned") }
        try db.afterCommit(publish: .pagesEdited, of: page.organization)
        return stored
    }

    /// Stores an edited page.
    /// - Returns: the page with its new version.
    /// - Throws: `StoreError.conflict` if another change happened since `page.version`, `.unique` if the slug is taken.
    @discardableResult
    package func update(_ page: StatusPage, in db: any Connection) throws -> StatusPage {
        try db.execute(
            """
            UPDATE status_pages
            SET slug = \(page.slug), title = \(page.title), description = \(page.description), published = \(page.published),
              theme = \(page.theme), history_days = \(page.historyDays), sections = \(try JSONText(page.sections)),
              version = version + 1, updated_at = \(page.updatedAt)
            WHERE id = \(page.id) AND organization_id = \(page.organization) AND version = \(page.version)
            """, changing: .exactlyOne)
        try db.afterCommit(publish: .pagesEdited, of: page.organization)
        var stored = page
        stored.version += 1
        return stored
    }

    /// - Returns: false if there is no such page.
    package func delete(_ id: ID<StatusPage>, of organization: ID<Organization>, in db: any Connection) throws -> Bool {
        let deleted = try db.execute("DELETE FROM status_pages WHERE id = \(id) AND organization_id = \(organization)")
        guard deleted == 1 else { return false }
        try db.afterCommit(publish: .pagesEdited, of: organization)
        return true
    }

    private static let columns: SQL = """
        id, organization_id, slug, title, description, published, theme, history_days, sections, version, created_at, updated_at
        """

    private static func decode(_ row: inout Row) throws -> StatusPage {
        StatusPage(
            id: try row.next(), organization: try row.next(), slug: try row.next(), title: try row.next(),
            description: try row.next(), published: try row.next(), theme: try row.next(), historyDays: try row.next(),
            sections: try row.next(JSONText<[StatusPage.Section]>.self).value, version: try row.next(),
            createdAt: try row.next(), updatedAt: try row.next())
    }
}
