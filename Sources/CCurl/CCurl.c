#define _GNU_SOURCE
#include "CCurl.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

// The maximum that is read of a response, for head and body each.
#define READ_LIMIT (64 * 1024)

typedef struct {
    CURL *handle;
    const ccurl_request *request;
    ccurl_outcome *outcome;
    size_t sent;
    size_t received;
    size_t head_received;
    ccurl_stage stage;
    struct timespec stage_began;
    int recipient;
} transfer;

static void enter(transfer *t, ccurl_stage stage) {
    t->stage = stage;
    clock_gettime(CLOCK_MONOTONIC, &t->stage_began);
}

static long stage_age_ms(const transfer *t) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - t->stage_began.tv_sec) * 1000 + (now.tv_nsec - t->stage_began.tv_nsec) / 1000000;
}

static size_t read_body(char *buffer, size_t size, size_t count, void *context) {
    transfer *t = context;
    size_t length = size * count, left = t->request->body_length - t->sent;
    if (length > left) length = left;
    if (length > 0) memcpy(buffer, t->request->body + t->sent, length);
    t->sent += length;
    // libcurl asks for more when it has sent its data.
    enter(t, t->sent < t->request->body_length ? CCURL_CONTENT : CCURL_RECEIPT);
    return length;
}

static size_t write_body(char *bytes, size_t size, size_t count, void *context) {
    transfer *t = context;
    size_t length = size * count, room = t->request->answer_capacity - t->outcome->answer_length;
    size_t kept = length < room ? length : room;
    if (kept > 0) memcpy(t->request->answer + t->outcome->answer_length, bytes, kept);
    t->outcome->answer_length += kept;
    t->received += length;
    return t->received > READ_LIMIT ? 0 : length;
}

// Keeps a mail server's reply that is not positive. libcurl passes each line of a reply as a header.
static void note_reply(transfer *t, const char *line, size_t length) {
    ccurl_outcome *o = t->outcome;
    if (length < 4 || (line[0] != '4' && line[0] != '5') || line[1] < '0' || line[1] > '9' || line[2] < '0' || line[2] > '9') return;
    int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    while (length > 0 && (line[length - 1] == '\r' || line[length - 1] == '\n')) length--;
    o->reply_code = code;
    o->reply_stage = t->stage;
    int is_last = line[3] == ' ';
    if (length >= sizeof o->reply) length = sizeof o->reply - 1;
    memcpy(o->reply, line, length);
    o->reply[length] = 0;
    if (is_last && t->stage == CCURL_RECIPIENT && t->request->turned_down)
        t->request->turned_down(t->request->context, t->recipient, code, o->reply);
}

static size_t read_header(char *bytes, size_t size, size_t count, void *context) {
    transfer *t = context;
    size_t length = size * count;
    if (t->request->recipients) note_reply(t, bytes, length);
    t->head_received += length;
    return t->head_received > READ_LIMIT ? 0 : length;
}

// Follows the SMTP dialogue by the commands that libcurl sends. Lines of an AUTH exchange carry secrets and match no verb.
static int follow(CURL *handle, curl_infotype type, char *bytes, size_t length, void *context) {
    transfer *t = context;
    (void)handle;
    if (type != CURLINFO_HEADER_OUT || length < 4) return 0;
    if (!strncasecmp(bytes, "EHLO", 4) || !strncasecmp(bytes, "HELO", 4)) enter(t, CCURL_HELLO);
    else if (length >= 8 && !strncasecmp(bytes, "STARTTLS", 8)) enter(t, CCURL_STARTTLS);
    else if (length >= 5 && !strncasecmp(bytes, "AUTH ", 5)) enter(t, CCURL_AUTH);
    else if (length >= 5 && !strncasecmp(bytes, "MAIL ", 5)) enter(t, CCURL_SENDER);
    else if (length >= 5 && !strncasecmp(bytes, "RCPT ", 5)) {
        t->recipient += t->stage == CCURL_RECIPIENT;
        enter(t, CCURL_RECIPIENT);
    } else if (!strncasecmp(bytes, "DATA", 4)) enter(t, CCURL_DATA);
    return 0;
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    transfer *t = context;
    (void)purpose;
    if (t->request->may_dial) {
        char text[INET6_ADDRSTRLEN];
        uint16_t port;
        if (address->family == AF_INET) {
            const struct sockaddr_in *v4 = (const struct sockaddr_in *)&address->addr;
            if (!inet_ntop(AF_INET, &v4->sin_addr, text, sizeof text)) return CURL_SOCKET_BAD;
            port = ntohs(v4->sin_port);
        } else if (address->family == AF_INET6) {
            const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)&address->addr;
            if (!inet_ntop(AF_INET6, &v6->sin6_addr, text, sizeof text)) return CURL_SOCKET_BAD;
            port = ntohs(v6->sin6_port);
        } else {
            return CURL_SOCKET_BAD;
        }
        if (!t->request->may_dial(t->request->context, text, port)) return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// libcurl's connect timeout covers everything up to the login. We use it for the connection alone. After that, each step has its
// own timeout.
static void note_connection(transfer *t) {
    curl_off_t connected = 0;
    if (t->stage != CCURL_CONNECTING) return;
    if (curl_easy_getinfo(t->handle, CURLINFO_CONNECT_TIME_T, &connected) != CURLE_OK || connected == 0) return;
    curl_easy_setopt(t->handle, CURLOPT_CONNECTTIMEOUT_MS, t->request->timeout_ms);
    enter(t, CCURL_GREETING);
}

static int progress(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
    transfer *t = context;
    (void)a, (void)b, (void)c, (void)d;
    if (t->request->is_cancelled && t->request->is_cancelled(t->request->context)) return 1;
    if (!t->request->recipients) return 0;
    note_connection(t);
    t->outcome->stage_timed_out = stage_age_ms(t) >= t->request->stage_timeouts_ms[t->stage];
    return t->outcome->stage_timed_out;
}

static struct curl_slist *list(const char *const *texts) {
    struct curl_slist *list = NULL;
    for (; texts && *texts; texts++) {
        struct curl_slist *longer = curl_slist_append(list, *texts);
        if (!longer) {
            curl_slist_free_all(list);
            return NULL;
        }
        list = longer;
    }
    return list;
}

static void prepare_http(CURL *c, const ccurl_request *r, struct curl_slist *headers) {
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
    if (strcmp(r->method, "GET")) {
        curl_easy_setopt(c, CURLOPT_POST, 1L);
        curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body_length);
        curl_easy_setopt(c, CURLOPT_POSTFIELDS, r->body ? (const char *)r->body : "");
        curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, r->method);
    }
}

static void prepare_mail(CURL *c, const ccurl_request *r, struct curl_slist *recipients) {
    static const long use[] = {CURLUSESSL_NONE, CURLUSESSL_TRY, CURLUSESSL_ALL};
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(c, CURLOPT_USE_SSL, use[r->tls]);
    // Otherwise libcurl waits two minutes for each reply.
    curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT, r->timeout_ms / 1000 + 1);
    if (r->user) {
        curl_easy_setopt(c, CURLOPT_USERNAME, r->user);
        curl_easy_setopt(c, CURLOPT_PASSWORD, r->password ? r->password : "");
    }
    curl_easy_setopt(c, CURLOPT_MAIL_FROM, r->sender);
    curl_easy_setopt(c, CURLOPT_MAIL_RCPT, recipients);
    // One invalid address must not prevent delivery to the others.
#if LIBCURL_VERSION_NUM >= 0x080200
    curl_easy_setopt(c, CURLOPT_MAIL_RCPT_ALLOWFAILS, 1L);
#else
    curl_easy_setopt(c, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
#endif
    curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(c, CURLOPT_INFILESIZE_LARGE, (curl_off_t)r->body_length);
}

CURLcode ccurl_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

void ccurl_perform(const ccurl_request *r, ccurl_outcome *o) {
    memset(o, 0, sizeof *o);
    transfer t = {.request = r, .outcome = o};
    CURL *c = curl_easy_init();
    t.handle = c;
    enter(&t, CCURL_CONNECTING);
    struct curl_slist *texts = list(r->recipients ? r->recipients : r->headers), *hosts = list(r->connect_to);
    if (!c || !texts || (r->connect_to && !hosts)) {
        o->code = CURLE_OUT_OF_MEMORY;
        strcpy(o->detail, "out of memory");
        curl_slist_free_all(texts);
        curl_slist_free_all(hosts);
        if (c) curl_easy_cleanup(c);
        return;
    }
    curl_easy_setopt(c, CURLOPT_URL, r->url);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, r->connect_timeout_ms);
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, r->timeout_ms);
    curl_easy_setopt(c, CURLOPT_ERRORBUFFER, o->detail);
    curl_easy_setopt(c, CURLOPT_READFUNCTION, read_body);
    curl_easy_setopt(c, CURLOPT_READDATA, &t);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, write_body);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, &t);
    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, read_header);
    curl_easy_setopt(c, CURLOPT_HEADERDATA, &t);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, &t);
    curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, progress);
    curl_easy_setopt(c, CURLOPT_XFERINFODATA, &t);
    curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
    if (r->ca_file) curl_easy_setopt(c, CURLOPT_CAINFO, r->ca_file);
    if (hosts) curl_easy_setopt(c, CURLOPT_CONNECT_TO, hosts);
    if (r->recipients) {
        curl_easy_setopt(c, CURLOPT_DEBUGFUNCTION, follow);
        curl_easy_setopt(c, CURLOPT_DEBUGDATA, &t);
        curl_easy_setopt(c, CURLOPT_VERBOSE, 1L);
        prepare_mail(c, r, texts);
    } else {
        prepare_http(c, r, texts);
    }

    o->code = curl_easy_perform(c);
    o->stage = t.stage;
    if (o->code != CURLE_OK && !o->detail[0]) strncpy(o->detail, curl_easy_strerror(o->code), sizeof o->detail - 1);
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &o->status);
    curl_easy_getinfo(c, CURLINFO_OS_ERRNO, &o->connect_errno);
    curl_off_t retry_after = 0;
    if (curl_easy_getinfo(c, CURLINFO_RETRY_AFTER, &retry_after) == CURLE_OK) o->retry_after = retry_after;
    // The error buffer and the callbacks' context are used until here. Cleanup sends QUIT to a mail server and waits up to two
    // minutes for its reply, regardless of the deadline and cancellation. That is useless: all relevant replies have arrived.
    curl_socket_t left_open;
    if (curl_easy_getinfo(c, CURLINFO_ACTIVESOCKET, &left_open) == CURLE_OK && left_open != CURL_SOCKET_BAD)
        shutdown(left_open, o->code == CURLE_OK ? SHUT_RD : SHUT_RDWR);
    curl_easy_cleanup(c);
    curl_slist_free_all(texts);
    curl_slist_free_all(hosts);
}
