#define _GNU_SOURCE
#define PCRE2_CODE_UNIT_WIDTH 8
#include "CPCRE2.h"

#include <pcre2.h>
#include <time.h>

// The limit in KiB of the backtracking points, which are on the heap.
#define HEAP_LIMIT 16384
// Reading the clock takes ten times as long as a step of matching.
#define STEPS_BETWEEN_LOOKS 64

// The data of the callout. PCRE2's own match limit counts the backtracking from each starting point separately, and not the
// characters in a repetition. It does not limit the time of a quadratic search.
typedef struct {
    int64_t deadline;
    unsigned steps;
} watch;

// The processor time of this thread, so that other work on the machine does not count against the budget.
static int64_t processor_time(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

// Called before every item of the pattern, because of PCRE2_AUTO_CALLOUT. A nonzero result ends the search.
static int look_at_clock(pcre2_callout_block *block, void *data) {
    (void)block;
    watch *watch = data;
    if (++watch->steps % STEPS_BETWEEN_LOOKS) return 0;
    return processor_time() > watch->deadline ? PCRE2_ERROR_MATCHLIMIT : 0;
}

cpcre2_pattern *cpcre2_compile(const uint8_t *text, size_t length, int *error, size_t *offset) {
    // \C would match half a character.
    uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_AUTO_CALLOUT | PCRE2_NEVER_BACKSLASH_C;
    return (cpcre2_pattern *)pcre2_compile(text, length, options, error, offset, NULL);
}

void cpcre2_free(cpcre2_pattern *pattern) { pcre2_code_free((pcre2_code *)pattern); }

void cpcre2_describe(int error, char *into, size_t capacity) {
    into[0] = '\0';
    pcre2_get_error_message(error, (PCRE2_UCHAR *)into, capacity);
}

cpcre2_result cpcre2_match(const cpcre2_pattern *pattern, const uint8_t *subject, size_t length, int is_cut, int64_t *budget) {
    int64_t start = processor_time();
    int result = PCRE2_ERROR_NOMEMORY;
    watch watch = {.deadline = start + *budget};
    pcre2_match_context *bounds = pcre2_match_context_create(NULL);
    // No room for groups, because only the existence of a match matters.
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    if (bounds && data && *budget > 0) {
        pcre2_set_callout(bounds, look_at_clock, &watch);
        pcre2_set_heap_limit(bounds, HEAP_LIMIT);
        result = pcre2_match((const pcre2_code *)pattern, subject ? subject : (PCRE2_SPTR) "", length, 0,
                             is_cut ? PCRE2_NOTEOL : 0, data, bounds);
    }
    pcre2_match_data_free(data);
    pcre2_match_context_free(bounds);
    *budget -= processor_time() - start;
    return result >= 0 ? CPCRE2_FOUND : result == PCRE2_ERROR_NOMATCH ? CPCRE2_NOT_FOUND : CPCRE2_EXHAUSTED;
}
