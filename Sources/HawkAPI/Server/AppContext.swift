package import HawkCore
package import HawkEngine
package import Hummingbird
import NIOCore

/// The common part of all request contexts of the API: strict JSON in, complete JSON out.
package protocol APIContext: RequestContext where Decoder == StrictBodyDecoder, Encoder == BodyEncoder {
    var client: Client { get }
    var query: QueryParameters { get }
}

extension APIContext {
    package var requestDecoder: StrictBodyDecoder { StrictBodyDecoder() }
    package var responseEncoder: BodyEncoder { BodyEncoder() }
    package var maxUploadSize: Int { StrictBodyDecoder.limit }

    /// Returns an ID in the path. A text that cannot be an ID counts as not found.
    func id<Entity>(_ name: String = "id", of entity: Entity.Type = Entity.self) throws(OperationError) -> ID<Entity> {
        guard let id = self.parameters.get(name).flatMap({ ID<Entity>($0) }) else { throw .notFound }
        return id
    }
}

/// The context of a request that needs no sign-in.
package struct AppContext: APIContext {
    package var coreContext: CoreRequestContextStorage
    let connection: ClientConnection
    package internal(set) var client: Client
    package internal(set) var query = QueryParameters.none
    /// The owner of the valid session or token of this request. Nil if there is none.
    package internal(set) var identity: Identity?

    package init(source: ApplicationRequestContextSource) {
        self.coreContext = CoreRequestContextStorage(source: source)
        self.connection = ClientConnection(source.channel)
        self.client = Client(peer: source.channel.remoteAddress)
    }
}

/// The context of a request by a signed-in user, in any organization or in none.
package struct PersonContext: ChildRequestContext, APIContext {
    package var coreContext: CoreRequestContextStorage
    package let client: Client
    package let query: QueryParameters
    package let person: Identity.Person
    /// The user within the chosen organization. Nil if the user belongs to none.
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

/// The context of a request by a member of an organization or one of its tokens. Other callers cannot reach routes that take it.
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
    /// Returns the principal with the origin of this client's request.
    fileprivate func sending(_ principal: Principal) -> Principal {
        var principal = principal
        principal.origin = self.origin
        return principal
    }
}
