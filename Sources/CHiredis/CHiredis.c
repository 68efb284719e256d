#include "CHiredis.h"

#include <stdio.h>

#ifdef CHIREDIS_TLS

#include <hiredis/hiredis_ssl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

int chiredis_has_tls(void) { return 1; }

static int fail(char *error, size_t size, const char *what) {
    unsigned long code = ERR_get_error();
    const char *reason = code ? ERR_reason_error_string(code) : NULL;
    snprintf(error, size, "%s%s%s", what, reason ? ": " : "", reason ? reason : "");
    return -1;
}

/// hiredis verifies the chain, but not that the certificate is this host's.
static int expect_host(SSL *ssl, const char *host) {
    if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host) == 1) return 1;
    return SSL_set1_host(ssl, host) == 1 && SSL_set_tlsext_host_name(ssl, host) == 1;
}

int chiredis_start_tls(redisContext *context, const char *host, const char *ca_file, char *error, size_t size) {
    ERR_clear_error();
    SSL_CTX *settings = SSL_CTX_new(TLS_client_method());
    if (!settings) return fail(error, size, "TLS cannot be set up");
    SSL_CTX_set_min_proto_version(settings, TLS1_2_VERSION);
    SSL_CTX_set_verify(settings, SSL_VERIFY_PEER, NULL);
    int trusted = ca_file ? SSL_CTX_load_verify_locations(settings, ca_file, NULL) : SSL_CTX_set_default_verify_paths(settings);
    if (trusted != 1) {
        SSL_CTX_free(settings);
        return fail(error, size, "the certificate authorities cannot be read");
    }
    SSL *ssl = SSL_new(settings);
    SSL_CTX_free(settings);
    ERR_clear_error();
    if (!ssl || expect_host(ssl, host) != 1) {
        SSL_free(ssl);
        return fail(error, size, "TLS cannot be set up");
    }
    // A refused address literal leaves its complaint behind.
    ERR_clear_error();
    if (redisInitiateSSL(context, ssl) == REDIS_OK) return 0;
    long verdict = SSL_get_verify_result(ssl);
    if (verdict != X509_V_OK) {
        snprintf(error, size, "its certificate is not accepted: %s", X509_verify_cert_error_string(verdict));
    } else {
        snprintf(error, size, "%s", context->errstr);
    }
    SSL_free(ssl);
    return -1;
}

#else

int chiredis_has_tls(void) { return 0; }

int chiredis_start_tls(redisContext *context, const char *host, const char *ca_file, char *error, size_t size) {
    (void)context, (void)host, (void)ca_file;
    snprintf(error, size, "this build has no TLS for Redis");
    return -1;
}

#endif
