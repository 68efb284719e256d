#pragma once
#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>

// One blocking transfer over libcurl 7.85 or newer: an HTTP POST or an SMTP submission. Knows nothing of what is sent.

// How far an SMTP dialogue had come.
typedef enum {
    CCURL_GREETING,
    CCURL_HELLO,
    CCURL_STARTTLS,
    CCURL_AUTH,
    CCURL_SENDER,
    CCURL_RECIPIENT,
    CCURL_DATA,
} ccurl_stage;

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
    // Which recipient it was about, from 0; meaningful in CCURL_RECIPIENT.
    int reply_recipient;
    // How many recipients were turned down for now (4xx) and for good (5xx).
    int recipients_deferred;
    int recipients_refused;
} ccurl_outcome;

// Once, before anything else.
CURLcode ccurl_global_init(void);
// Blocks until the transfer is over, at the latest at its timeout.
void ccurl_perform(const ccurl_request *request, ccurl_outcome *outcome);
