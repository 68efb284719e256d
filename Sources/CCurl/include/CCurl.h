#pragma once
#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>

// One blocking transfer over libcurl 7.85 or newer: an HTTP POST or an SMTP submission. Knows nothing of what is sent.

// How far an SMTP dialogue had come.
typedef enum {
    CCURL_CONNECTING,
    // Of smtps also the TLS handshake before it.
    CCURL_GREETING,
    CCURL_HELLO,
    // And the TLS handshake after it.
    CCURL_STARTTLS,
    CCURL_AUTH,
    CCURL_SENDER,
    CCURL_RECIPIENT,
    // Until the server asks for the message.
    CCURL_DATA,
    // One block of the message.
    CCURL_CONTENT,
    // The message was handed over; the server has not said yet whether it takes it.
    CCURL_RECEIPT,
} ccurl_stage;

#define CCURL_STAGES (CCURL_RECEIPT + 1)

typedef enum { CCURL_TLS_OFF, CCURL_TLS_WHEN_OFFERED, CCURL_TLS_REQUIRED } ccurl_tls;

// Strings are NUL-terminated; NULL where a thing does not apply.
typedef struct {
    const char *url;
    const uint8_t *body;
    size_t body_length;
    const char *ca_file;
    long connect_timeout_ms;
    long timeout_ms;

    // A POST: "Name: value", the list NULL-terminated. Used when `recipients` is NULL.
    const char *const *headers;

    // A mail.
    const char *sender;
    const char *const *recipients;
    const char *user;
    const char *password;
    ccurl_tls tls;
    // The longest that each step may take, by ccurl_stage; a recipient and a block of the message are a step each.
    long stage_timeouts_ms[CCURL_STAGES];
    // A recipient, from 0, was turned down for now (4xx) or for good (5xx), with the last line of the reply.
    void (*turned_down)(void *context, int recipient, int code, const char *reply);

    void *context;
    // Whether this numeric address may be dialled; called for each one before its socket is opened. NULL: all may.
    int (*may_dial)(void *context, const char *address, uint16_t port);
    // Whether to give up; asked at least once a second.
    int (*is_cancelled)(void *context);
} ccurl_request;

typedef struct {
    CURLcode code;
    // libcurl's words for `code`.
    char detail[CURL_ERROR_SIZE];
    // errno of a failed connect; 0 where there is none.
    long connect_errno;
    // HTTP status; 0 before one came.
    long status;
    // Seconds from Retry-After; 0 where there was none.
    int64_t retry_after;
    // The start of the answer. No more than 64 KiB of it are read.
    uint8_t body[4096];
    size_t body_length;

    // The last reply of the mail server that was not a consent, its code and text, and where it came.
    int reply_code;
    char reply[512];
    ccurl_stage reply_stage;
    // How far the dialogue came, and whether it ended because its last step took too long.
    ccurl_stage stage;
    int stage_timed_out;
} ccurl_outcome;

// Once, before anything else.
CURLcode ccurl_global_init(void);
// Blocks until the transfer is over, at the latest at its timeout.
void ccurl_perform(const ccurl_request *request, ccurl_outcome *outcome);
