#pragma once
#include <ares.h>
#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

/// The options of a channel.
typedef struct {
    int timeout_ms;
    int tries;
    /// Whether the search list of the configuration applies.
    int searches;
    /// Uses TCP only.
    int stream;
    /// Passes on SERVFAIL and similar failures instead of asking the next server.
    int keeps_failures;
    /// Passes on a truncated answer instead of asking over TCP.
    int keeps_truncated;
    /// Announces that answers over UDP may be larger than 512 bytes (EDNS, RFC 6891).
    int large;
    /// The path of the configuration, or NULL for the system's.
    const char *configuration;
    /// The port of the configured servers, or 0 for 53.
    unsigned short port;
} hawk_ares_manner;

/// Creates a channel that reads the resolver's configuration and /etc/hosts and reports the sockets it waits for. Returns 0 on
/// failure.
static inline int hawk_ares_init(ares_channel *channel, ares_sock_state_cb sockets, void *context, const hawk_ares_manner *manner) {
    struct ares_options options;
    memset(&options, 0, sizeof options);
    options.flags = (manner->searches ? 0 : ARES_FLAG_NOSEARCH) | (manner->stream ? ARES_FLAG_USEVC : 0)
        | (manner->keeps_failures ? ARES_FLAG_NOCHECKRESP : 0) | (manner->keeps_truncated ? ARES_FLAG_IGNTC : 0)
        | (manner->large ? ARES_FLAG_EDNS : 0);
    options.timeout = manner->timeout_ms;
    options.tries = manner->tries;
    options.sock_state_cb = sockets;
    options.sock_state_cb_data = context;
    int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB;
    if (manner->configuration) {
        options.resolvconf_path = (char *)manner->configuration;
        mask |= ARES_OPT_RESOLVCONF;
    }
    if (manner->port) {
        options.udp_port = manner->port;
        options.tcp_port = manner->port;
        mask |= ARES_OPT_UDP_PORT | ARES_OPT_TCP_PORT;
    }
#ifdef ARES_OPT_QUERY_CACHE
    // Newer versions have a cache of up to an hour. A confirmation needs a new query, and we limit the cache ourselves.
    options.qcache_max_ttl = 0;
    mask |= ARES_OPT_QUERY_CACHE;
#endif
    return ares_init_options(channel, &options, mask) == ARES_SUCCESS;
}

/// The statuses that we distinguish. Newer versions declare them as an enumeration, older ones as macros.
enum hawk_ares_status {
    HAWK_ARES_SUCCESS,
    HAWK_ARES_NO_ADDRESS,
    HAWK_ARES_NO_NAME,
    HAWK_ARES_SILENT,
    /// No server is left: each is unreachable, failed or refused.
    HAWK_ARES_EXHAUSTED,
    HAWK_ARES_SERVFAIL,
    HAWK_ARES_REFUSED,
    HAWK_ARES_MALFORMED,
    HAWK_ARES_OTHER,
};

static inline enum hawk_ares_status hawk_ares_classify(int status) {
    switch (status) {
    case ARES_SUCCESS: return HAWK_ARES_SUCCESS;
    case ARES_ENODATA: return HAWK_ARES_NO_ADDRESS;
    case ARES_ENOTFOUND:
    case ARES_ENONAME:
    case ARES_EBADNAME: return HAWK_ARES_NO_NAME;
    case ARES_ETIMEOUT: return HAWK_ARES_SILENT;
    case ARES_ECONNREFUSED: return HAWK_ARES_EXHAUSTED;
    case ARES_ESERVFAIL: return HAWK_ARES_SERVFAIL;
    case ARES_ENOTIMP:
    case ARES_EREFUSED: return HAWK_ARES_REFUSED;
    case ARES_EBADRESP: return HAWK_ARES_MALFORMED;
    default: return HAWK_ARES_OTHER;
    }
}

// Newer versions have other names for the three below and deprecate these. Debian 12 has only these.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

/// Uses these servers instead of the configured ones: `address:port`, separated by commas.
static inline int hawk_ares_use_servers(ares_channel channel, const char *list) {
    return ares_set_servers_ports_csv(channel, list) == ARES_SUCCESS;
}

/// Queries records of the class IN.
static inline void hawk_ares_query(ares_channel channel, const char *name, int type, ares_callback callback, void *context) {
    ares_query(channel, name, 1, type, callback, context);
}

// c-ares' own socket calls, with two additions. They keep the last errno: a status says that no server could be reached, never
// why, and a lack of descriptors must not appear as a dead server. They also count the received bytes.

/// The record of a channel's socket calls.
typedef struct {
    /// The errno of the last failed call.
    int failure;
    /// In bytes.
    size_t received;
    /// The maximum to receive. Beyond it, every read fails with EMSGSIZE.
    size_t allowed;
} hawk_ares_account;

static inline ares_socket_t hawk_ares_socket(int family, int type, int protocol, void *account) {
    int socket_ = socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
    if (socket_ < 0) ((hawk_ares_account *)account)->failure = errno;
    return socket_;
}

static inline int hawk_ares_close(ares_socket_t socket_, void *account) {
    (void)account;
    return close(socket_);
}

static inline int hawk_ares_connect(ares_socket_t socket_, const struct sockaddr *address, ares_socklen_t size, void *account) {
    int result = connect(socket_, address, size);
    if (result < 0 && errno != EINPROGRESS) ((hawk_ares_account *)account)->failure = errno;
    return result;
}

static inline ares_ssize_t hawk_ares_receive(ares_socket_t socket_, void *buffer, size_t size, int flags, struct sockaddr *source,
                                             ares_socklen_t *source_size, void *account) {
    ares_ssize_t count = recvfrom(socket_, buffer, size, flags, source, source_size);
    if (count < 0 && errno != EAGAIN && errno != EINTR) ((hawk_ares_account *)account)->failure = errno;
    // The end of a stream. A datagram has a source and may be empty.
    if (count == 0 && size > 0 && !source) ((hawk_ares_account *)account)->failure = ECONNRESET;
    if (count > 0) {
        hawk_ares_account *account_ = account;
        account_->received += (size_t)count;
        if (account_->received > account_->allowed) {
            account_->failure = EMSGSIZE;
            // Not EAGAIN, so that the connection is closed.
            errno = EMSGSIZE;
            return -1;
        }
    }
    return count;
}

static inline ares_ssize_t hawk_ares_send(ares_socket_t socket_, const struct iovec *pieces, int count, void *account) {
    struct msghdr message;
    memset(&message, 0, sizeof message);
    message.msg_iov = (struct iovec *)pieces;
    message.msg_iovlen = (size_t)count;
    // Not `writev`: a stream that the peer closed must not raise SIGPIPE.
    ares_ssize_t sent = sendmsg(socket_, &message, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) ((hawk_ares_account *)account)->failure = errno;
    return sent;
}

/// Records the channel's socket calls in `account`, which must live as long as the channel.
static inline void hawk_ares_keep_account(ares_channel channel, hawk_ares_account *account) {
    static const struct ares_socket_functions functions = {
        hawk_ares_socket, hawk_ares_close, hawk_ares_connect, hawk_ares_receive, hawk_ares_send,
    };
    ares_set_socket_functions(channel, &functions, account);
}

#pragma GCC diagnostic pop
