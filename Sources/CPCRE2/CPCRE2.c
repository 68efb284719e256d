#define _GNU_SOURCE
#define PCRE2_CODE_UNIT_WIDTH 8
#include "CPCRE2.h"

#include <pcre2.h>
#include <time.h>

// Backtracking points are kept on the heap: so many KiB of them and no more.
#define HEAP_LIMIT 16384
// Looking at the clock takes ten times as long as a step of matching.
#define STEPS_BETWEEN_LOOKS 64

// What the callout is told. PCRE2's own match limit counts backtracking from each starting point anew, and not the characters that a
// repetition swallows: it does not bound the time of a quadratic search.
typedef struct {
    int64_t deadline;
    unsigned steps;
} watch;

// Of this thread: what else the machine does does not count against the budget.
static int64_t processor_time(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

// Called before every item of the pattern, as PCRE2_AUTO_CALLOUT says; what it returns ends the search.
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
    // Room for no groups: only whether there is a match is asked.
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
