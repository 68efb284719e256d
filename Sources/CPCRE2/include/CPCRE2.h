#pragma once
#include <stddef.h>
#include <stdint.h>

// A compiled regular expression: never written after it was made, so any thread may use it.
typedef struct cpcre2_pattern cpcre2_pattern;

// Compiles UTF-8. NULL: it is none; then `error` is for `cpcre2_describe`, and `offset` the byte where it was noticed.
cpcre2_pattern *cpcre2_compile(const uint8_t *text, size_t length, int *error, size_t *offset);
void cpcre2_free(cpcre2_pattern *pattern);
// What an error means, in words.
void cpcre2_describe(int error, char *into, size_t capacity);

typedef enum {
    CPCRE2_FOUND,
    CPCRE2_NOT_FOUND,
    CPCRE2_EXHAUSTED, // neither, within the bounds of time and memory
} cpcre2_result;

// Looks for the pattern anywhere in the subject, which need not be valid UTF-8.
// `budget` is the processor time that it may take, in nanoseconds; what it took is subtracted.
// `is_cut`: the subject's end is not that of the whole, and `$` does not match there.
cpcre2_result cpcre2_match(const cpcre2_pattern *pattern, const uint8_t *subject, size_t length, int is_cut, int64_t *budget);
