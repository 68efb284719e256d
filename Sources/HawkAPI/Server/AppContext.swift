package import HawkCore
package import HawkEngine
package import Hummingbird
import NIOCore

/// What every request context of the interface has: strict JSON in, complete JSON out.
package protocol APIContext: RequestContext where Decoder == StrictBodyDecoder, Encoder == BodyEncoder {
    var client: Client { get }
    var query: QueryParameters { get }
}

extension APIContext {
    package var requestDecoder: StrictBodyDecoder { StrictBodyDecoder() }
    package var responseEncoder: BodyEncoder { BodyEncoder() }
    package var maxUploadSize: Int { StrictBodyDecoder.limit }

    /// An identifier in the path. What cannot be one does not exist.
    func id<Entity>(_ name: String = "id", of entity: Entity.Type = Entity.self) throws(OperationError) -> ID<Entity> {
        guard let id = self.parameters.get(name).flatMap({ ID<Entity>($0) }) else { throw .notFound }
        return id
    }
}

/// The context of a request by anyone.
package struct AppContext: APIContext {
    package var coreContext: CoreRequestContextStorage
    let connection: ClientConnection
    package internal(set) var client: Client
    package internal(set) var query = QueryParameters.none
    /// Who presented a valid session or token; nil: nobody.
    package internal(set) var identity: Identity?

    package init(source: ApplicationRequestContextSource) {
        self.coreContext = CoreRequestContextStorage(source: source)
        self.connection = ClientConnection(source.channel)
        self.client = Client(peer: source.channel.remoteAddress)
    }
}

/// The context of a request by a person who is signed in, in whatever organization, or in none.
package struct PersonContext: ChildRequestContext, APIContext {
    package var coreContext: CoreRequestContextStorage
    package let client: Client
    package let query: QueryParameters
    package let person: Identity.Person
    /// The person within the chosen organization; nil for who belongs to none.
    package let principal: Principal?

    package init(context: AppContext) throws {
        guard let identity = context.identity else { throw OperationError.unauthenticated }
        guard let person = identity.person else {
            throw OperationError(.forbidden, "this endpoint requires a signed-in user; API tokens are not accepted")
        }
        self.coreContext = context.coreContext
        self.client = context.client
        self.query = context.query
        self.person = person
        self.principal = identity.principal.map(context.client.sending)
    }
}

/// The context of a request by a member of an organization, or by one of its tokens: nobody else reaches a route that takes it.
package struct UserContext: ChildRequestContext, APIContext {
    package var coreContext: CoreRequestContextStorage
    let connection: ClientConnection
    package let client: Client
    package let query: QueryParameters
    package let principal: Principal

    package init(context: AppContext) throws {
        guard let identity = context.identity else { throw OperationError.unauthenticated }
        guard let principal = identity.principal else {
            throw OperationError(.forbidden, "you are not a member of any organization: ask for an invitation")
        }
        self.coreContext = context.coreContext
        self.connection = context.connection
        self.client = context.client
        self.query = context.query
        self.principal = context.client.sending(principal)
    }
}

extension Client {
    /// The principal as the caller of this client's request.
    fileprivate func sending(_ principal: Principal) -> Principal {
        var principal = principal
        principal.origin = self.origin
        return principal
    }
}
