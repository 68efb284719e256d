import HawkCore
import HawkStore
import Testing

struct SQLTests {
    @Test func `every value becomes a parameter, numbered in order`() {
        let name = "x'; DROP TABLE users; --"
        let sql: SQL = "SELECT id FROM users WHERE name = \(name) AND id > \(ID<User>(7)) AND created_at < \(Instant.epoch)"
        for dialect in Dialect.allCases {
            let (text, values) = sql.rendered(for: dialect)
            #expect(text == "SELECT id FROM users WHERE name = $1 AND id > $2 AND created_at < $3")
            #expect(values == [.text(name), .int(7), .int(0)])
        }
    }

    @Test func `a list is one parameter regardless of its length`() {
        let sql: SQL = "SELECT 1 WHERE a \(in: [ID<User>(1), ID(2)]) AND b \(in: ["x", "y"]) AND c \(in: [Int]())"
        let sqlite = sql.rendered(for: .sqlite)
        #expect(
            sqlite.text == """
                SELECT 1 WHERE a IN (SELECT value FROM json_each($1)) AND b IN (SELECT value FROM json_each($2)) \
                AND c IN (SELECT value FROM json_each($3))
                """)
        #expect(sqlite.values == [.integers([1, 2]), .texts(["x", "y"]), .integers([])])
        #expect(sql.rendered(for: .postgreSQL).text == "SELECT 1 WHERE a = ANY($1) AND b = ANY($2) AND c = ANY($3)")
    }

    @Test func `fragments are numbered in their final position`() {
        let filter: SQL = "AND type = \("http")"
        let nothing: SQL = ""
        let sql: SQL = "SELECT 1 WHERE id = \(1) \(filter) \(nothing)LIMIT \(5)"
        let (text, values) = sql.rendered(for: .sqlite)
        #expect(text == "SELECT 1 WHERE id = $1 AND type = $2 LIMIT $3")
        #expect(values == [.int(1), .text("http"), .int(5)])
    }

    @Test func `differences between databases come from the dialect`() {
        let sql: SQL = "SELECT id FROM deliveries LIMIT 1 \(.forUpdateSkippingLocked)"
        #expect(sql.rendered(for: .sqlite).text == "SELECT id FROM deliveries LIMIT 1 ")
        #expect(sql.rendered(for: .postgreSQL).text == "SELECT id FROM deliveries LIMIT 1 FOR UPDATE SKIP LOCKED")
        #expect(Dialect.Variant.allCases.count < 10)
    }

    @Test func `a batch evaluates each element and keeps shared values`() {
        let version: Int? = nil
        let batch: SQLBatch<Pair> = "UPDATE t SET a = \(\.name), v = \(version) WHERE id = \({ $0.id + 1 }) AND b < \(9)"
        let rendered = batch.rendered(for: .postgreSQL)
        #expect(rendered.text == "UPDATE t SET a = $1, v = $2 WHERE id = $3 AND b < $4")
        #expect(rendered.values(of: Pair(id: 4, name: "n")) == [.text("n"), .null, .int(5), .int(9)])
    }

    private struct Pair {
        var id: Int
        var name: String
    }
}
