import HTTPTypes
import HawkCore
import Testing

@testable import HawkAPI

/// The public page and its management, as the program serves both.
@Suite(.timeLimit(.minutes(1))) struct PublishedPageTests {
    /// Publishes a page of one monitor, and returns its management path.
    private func publish(_ app: TestApp) async throws -> String {
        let alice = app.as(.alice)
        let monitor = try await alice.post("/api/v1/monitors", ["type": "tcp", "target": "db.internal:5432"]).json["id"]
        let page = try await alice.post(
            "/api/v1/status-pages",
            [
                "slug": "acme", "title": "Acme", "published": true,
                "sections": [["name": "Services", "components": [["name": "Database", "monitor_id": monitor ?? .null]]]],
            ])
        #expect(page.status == 201)
        return "/api/v1/status-pages/\(try #require(page.json["id"]?.int))"
    }

    @Test func `a new page is not published, and a missing page says so`() async throws {
        try await withTestApp { app in
            let body: JSONValue = ["slug": "acme", "title": "Acme"]
            #expect(try await app.as(.alice).post("/api/v1/status-pages", body).json["published"] == false)
            let browser = app.anyone.with(.accept, "text/html,application/xhtml+xml,*/*;q=0.8")
            for path in ["acme", "none", "No_slug"] {
                let page = try await browser.get("/status/\(path)")
                #expect(page.status == 404 && page.headers[.contentType] == "text/html; charset=utf-8")
                #expect(page.text.contains("Status page not found") && !page.text.contains("<script"))
                #expect(try await app.anyone.with(.accept, "*/*").get("/status/\(path)").json["status"] == 404)
                #expect(try await browser.get("/status/\(path).json").json["status"] == 404)
            }
        }
    }

    @Test func `anyone sees a published page, without its targets`() async throws {
        try await withTestApp { app in
            _ = try await self.publish(app)
            let page = try await app.anyone.get("/status/acme.json")
            #expect(page.status == 200)
            #expect(try page.json["status"] == "unknown")
            let html = try await app.anyone.get("/status/acme")
            #expect(html.text.contains("Database"))
            #expect(!html.text.contains("db.internal"))
        }
    }

    @Test func `a private incident is hidden, and its title stays private`() async throws {
        try await withTestApp { app in
            _ = try await self.publish(app)
            let alice = app.as(.alice)
            let monitor = try #require(try await alice.get("/api/v1/monitors").json.items.first?["id"])
            let created = try await alice.post(
                "/api/v1/incidents",
                ["title": "Payroll leaked", "public": false, "monitor_ids": [monitor], "message": "rotate the keys"])
            #expect(created.status == 201)
            #expect(try created.json["public"] == false)
            let id = try #require(try created.json["id"]?.int)
            func shown() async throws -> String {
                await app.api.pages.dropAll()
                return try await app.anyone.get("/status/acme").text + app.anyone.get("/status/acme.json").text
            }
            #expect(try await app.anyone.get("/status/acme.json").json["incidents"]?.array?.isEmpty == true)
            let update: JSONValue = ["message": "We are working on the database.", "public": true]
            #expect(try await alice.post("/api/v1/incidents/\(id)/updates", update).status == 201)
            let after = try await shown()
            #expect(after.contains("We are working on the database.") && after.contains("Incident of Database"))
            #expect(!after.contains("Payroll") && !after.contains("rotate the keys"))
            #expect(try await alice.patch("/api/v1/incidents/\(id)", ["public": true]).json["public"] == true)
            #expect(try await shown().contains("Payroll leaked"))
        }
    }

    @Test func `an edit shows at once, and a withdrawn page is gone`() async throws {
        try await withTestApp { app in
            let place = try await self.publish(app)
            #expect(try await app.anyone.get("/status/acme.json").json["page"]?["title"] == "Acme")
            _ = try await app.as(.alice).patch(place, ["title": "Acme Inc."])
            #expect(try await app.anyone.get("/status/acme.json").json["page"]?["title"] == "Acme Inc.")
            _ = try await app.as(.alice).patch(place, ["published": false])
            #expect(try await app.anyone.get("/status/acme").status == 404)
            _ = try await app.as(.alice).patch(place, ["published": true])
            #expect(try await app.anyone.get("/status/acme").status == 200)
            _ = try await app.as(.alice).delete(place)
            #expect(try await app.anyone.get("/status/acme").status == 404)
        }
    }
}
