#pragma once
#include <ares.h>
#include <netdb.h>
#include <string.h>
#include <sys/select.h>

/// Makes a channel that reads /etc/resolv.conf and /etc/hosts and reports the sockets it waits for. Returns 0 when it cannot.
static inline int hawk_ares_init(ares_channel *channel, ares_sock_state_cb sockets, void *context, int timeout_ms, int tries,
                                 int search) {
    struct ares_options options;
    memset(&options, 0, sizeof options);
    options.flags = search ? 0 : ARES_FLAG_NOSEARCH;
    options.timeout = timeout_ms;
    options.tries = tries;
    options.sock_state_cb = sockets;
    options.sock_state_cb_data = context;
    int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB;
#ifdef ARES_OPT_QUERY_CACHE
    // Newer versions cache by themselves, for up to an hour; a confirmation must ask anew, and the cache is ours to bound.
    options.qcache_max_ttl = 0;
    mask |= ARES_OPT_QUERY_CACHE;
#endif
    return ares_init_options(channel, &options, mask) == ARES_SUCCESS;
}

/// The statuses that are told apart; newer versions declare them as an enumeration, older ones as macros.
enum hawk_ares_status {
    HAWK_ARES_SUCCESS,
    HAWK_ARES_NO_ADDRESS,
    HAWK_ARES_NO_NAME,
    HAWK_ARES_SILENT,
    HAWK_ARES_UNREACHABLE,
    HAWK_ARES_SERVFAIL,
    HAWK_ARES_REFUSED,
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
    case ARES_ECONNREFUSED: return HAWK_ARES_UNREACHABLE;
    case ARES_ESERVFAIL: return HAWK_ARES_SERVFAIL;
    case ARES_EREFUSED: return HAWK_ARES_REFUSED;
    default: return HAWK_ARES_OTHER;
    }
}

/// Asks these servers instead of the configured ones: `address:port`, separated by commas.
static inline int hawk_ares_use_servers(ares_channel channel, const char *list) {
    return ares_set_servers_ports_csv(channel, list) == ARES_SUCCESS;
}
