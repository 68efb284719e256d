import Foundation
import Glibc
import Synchronization

/// The thread on which c-ares lives: it waits for the name servers' sockets and for new questions.
final class ResolverThread: Sendable {
    struct Question: Sendable {
        let name: String
        let family: IPAddress.Family
        /// Runs on the resolver's thread: hop away at once.
        let completion: @Sendable (NameAnswer) -> Void
    }

    private struct Inbox {
        var questions: [Question] = []
        var stopped = false
    }

    private let servers: NameResolver.Servers
    private let inbox = Mutex(Inbox())
    private let bell: Bell?

    init(servers: NameResolver.Servers) {
        self.servers = servers
        self.bell = Bell()
        guard let bell = self.bell else {
            self.inbox.withLock { $0.stopped = true }
            return
        }
        let thread = Thread { self.run(bell) }
        thread.name = "resolver"
        thread.start()
    }

    func ask(_ questions: [Question]) {
        let accepted = self.inbox.withLock { inbox in
            if !inbox.stopped { inbox.questions += questions }
            return !inbox.stopped
        }
        if accepted { self.bell?.ring() } else { Self.refuse(questions) }
    }

    func stop() {
        self.inbox.withLock { $0.stopped = true }
        self.bell?.ring()
    }

    private static func refuse(_ questions: [Question]) {
        for question in questions { question.completion(.fault("cannot be asked: the resolver is not running")) }
    }

    private func run(_ bell: Bell) {
        var configuration = ResolverConfiguration(servers: self.servers)
        while true {
            let (questions, stopped) = self.inbox.withLock { inbox in
                defer { inbox.questions = [] }
                return (inbox.questions, inbox.stopped)
            }
            if stopped {
                Self.refuse(questions)
                for channel in configuration.channels { channel.close() }
                return
            }
            if !questions.isEmpty {
                let channel = configuration.current()
                for question in questions {
                    guard let channel else { question.completion(.fault("could not be set up")); continue }
                    channel.ask(question.name, question.family, question.completion)
                }
            }
            Self.wait(for: configuration.channels, bell)
            configuration.retire()
        }
    }

    private static func wait(for channels: [AresChannel], _ bell: Bell) {
        var descriptors = [pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0)]
        var owners: [AresChannel] = []
        for channel in channels {
            for (socket, events) in channel.sockets {
                descriptors.append(pollfd(fd: socket, events: events, revents: 0))
                owners.append(channel)
            }
        }
        let patience = channels.compactMap(\.patience).min() ?? -1
        guard poll(&descriptors, nfds_t(descriptors.count), patience) >= 0 else { return }
        if descriptors[0].revents != 0 { bell.hush() }
        for (descriptor, owner) in zip(descriptors.dropFirst(), owners) where descriptor.revents != 0 {
            owner.process(descriptor.fd, descriptor.revents)
        }
        for channel in channels { channel.processTimeouts() }
    }
}
