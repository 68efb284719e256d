#pragma once
#include <stddef.h>
#include <stdint.h>

// A compiled regular expression. It is never written after its creation, so any thread may use it.
typedef struct cpcre2_pattern cpcre2_pattern;

// Compiles UTF-8. On failure returns NULL, with `error` for `cpcre2_describe` and `offset` as the byte of the error.
cpcre2_pattern *cpcre2_compile(const uint8_t *text, size_t length, int *error, size_t *offset);
void cpcre2_free(cpcre2_pattern *pattern);
// Writes the meaning of an error in words.
void cpcre2_describe(int error, char *into, size_t capacity);

typedef enum {
    CPCRE2_FOUND,
    CPCRE2_NOT_FOUND,
    CPCRE2_EXHAUSTED, // no decision within the limits of time and memory
} cpcre2_result;

// Searches for the pattern anywhere in the subject, which need not be valid UTF-8.
// `budget` is the permitted processor time in nanoseconds. The used time is subtracted.
// `is_cut`: the subject is only a beginning, and `$` does not match at its end.
cpcre2_result cpcre2_match(const cpcre2_pattern *pattern, const uint8_t *subject, size_t length, int is_cut, int64_t *budget);
