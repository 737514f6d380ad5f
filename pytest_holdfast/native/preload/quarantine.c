#define _GNU_SOURCE
#include "quarantine.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lock.h"

enum {
    WORD = sizeof(uint64_t),
    EXTRA = 2 * WORD, /* at least one byte of canary, and the size */
    KEPT = 1 << 15,   /* blocks */
    LARGE = 1 << 20,  /* these are unmapped when they are freed: a fault */
    FILLED = 4096,    /* of a large block */
    EARLY = 64,
    CANARY = 0xCA,
};

/* As a pointer it is not canonical: to use it faults at once. */
static const uint64_t poison = 0x0DDDDDDDDDDDDDDD;
static const uint64_t key_live = 0x5A17E0F4B10C4A11;
static const uint64_t key_freed = 0x7D3ADB10C4F4EE13;

static size_t most; /* bytes that are kept; 0: nothing is */
static bool is_known;
static bool is_resting;

/* This is compiled without builtins, since it is malloc; and a call for each
 * word would be the half of it. */
#define copy_bytes __builtin_memcpy
typedef uint64_t __attribute__((may_alias)) word_of_memory;

/* What was given before the environment could be read. */
static void *early[EARLY];
static size_t early_count;

static void *kept[KEPT];
static uint64_t first, next, checked; /* positions, modulo KEPT */
static size_t bytes;
static holdfast_lock one = HOLDFAST_UNLOCKED;

static void lock(void)
{
    holdfast_lock_take(&one);
}

static void unlock(void)
{
    holdfast_lock_release(&one);
}

size_t hf_quarantine_extra(void)
{
    if (!is_known) {
        if (environ == NULL) {
            return 0;
        }
        const char *text = getenv("HOLDFAST_QUARANTINE");
        most = text != NULL ? strtoul(text, NULL, 10) : 0;
        is_known = true;
    }
    return most > 0 ? EXTRA : 0;
}

/* usable is the size of the block as glibc sees it, which is in the word
 * before it. malloc_usable_size is among what is replaced here. */
static size_t usable(const void *block)
{
    enum { MAPPED = 2, FLAGS = 7 };
    size_t header;
    copy_bytes(&header, (const char *)block - sizeof(header), sizeof(header));
    return (header & ~(size_t)FLAGS) -
           (header & MAPPED ? 2 * sizeof(header) : sizeof(header));
}

static uint64_t last_word(const void *block)
{
    uint64_t word;
    copy_bytes(&word, (const char *)block + usable(block) - WORD, WORD);
    return word;
}

static void set_last_word(void *block, uint64_t word)
{
    copy_bytes((char *)block + usable(block) - WORD, &word, WORD);
}

void hf_quarantine_given(void *block, size_t size)
{
    if (block == NULL) {
        return;
    }
    if (hf_quarantine_extra() == 0) {
        if (!is_known && early_count < EARLY) {
            early[early_count++] = block;
        }
        return;
    }
    char *end = (char *)block + usable(block) - WORD;
    memset((char *)block + size, CANARY, (size_t)(end - (char *)block) - size);
    set_last_word(block, size ^ key_live ^ (uintptr_t)block);
}

static bool is_early(const void *block)
{
    for (size_t i = 0; i < early_count; i++) {
        if (early[i] == block) {
            return true;
        }
    }
    return false;
}

/* end says why, in the words that the fuzzer looks for. */
static void end(const char *why)
{
    ssize_t n = write(STDERR_FILENO, why, strlen(why));
    (void)n; /* there is nobody to be told */
    abort();
}

size_t hf_quarantine_size(void *block)
{
    if (is_early(block)) {
        return usable(block);
    }
    return last_word(block) ^ key_live ^ (uintptr_t)block;
}

static size_t filled(size_t size)
{
    return (size < FILLED ? size : FILLED) / WORD * WORD;
}

static void fill(void *block, size_t size)
{
    word_of_memory *at = block;
    for (size_t n = filled(size) / WORD; n > 0; n--) {
        *at++ = poison;
    }
}

static void look_at_end(const void *block)
{
    uint64_t word = last_word(block);
    if (word == (key_freed ^ (uintptr_t)block)) {
        end("holdfast: a block is freed twice\n");
    }
    size_t size = word ^ key_live ^ (uintptr_t)block;
    size_t all = usable(block) - WORD;
    if (size > all) {
        end("holdfast: a block was written beyond its end\n");
    }
    const unsigned char *at = (const unsigned char *)block + size;
    for (; at < (const unsigned char *)block + all; at++) {
        if (*at != CANARY) {
            end("holdfast: a block was written beyond its end\n");
        }
    }
}

bool hf_quarantine_freed(void *block, void (*release)(void *))
{
    if (hf_quarantine_extra() == 0 || is_early(block)) {
        return true;
    }
    look_at_end(block);
    size_t size = usable(block);
    if (size > LARGE) {
        return true;
    }
    if (is_resting) {
        set_last_word(block, 0);
        return true;
    }
    fill(block, size - WORD);
    set_last_word(block, key_freed ^ (uintptr_t)block);
    lock();
    bytes += size;
    kept[next++ % KEPT] = block;
    void *out[8];
    size_t n = 0;
    while ((bytes > most || next - first == KEPT) && first < next && n < 8) {
        out[n] = kept[first++ % KEPT];
        bytes -= usable(out[n]);
        n++;
    }
    unlock();
    for (size_t i = 0; i < n; i++) {
        set_last_word(out[i], 0);
        release(out[i]);
    }
    return false;
}

static bool is_damaged(void *block, holdfast_damage *out)
{
    size_t size = usable(block) - WORD;
    const word_of_memory *words = block;
    for (size_t i = 0; i < filled(size) / WORD; i++) {
        if (words[i] != poison) {
            *out = (holdfast_damage){.size = size,
                                     .offset = i * WORD,
                                     .change = (int64_t)(words[i] - poison)};
            fill(block, size);
            return true;
        }
    }
    return false;
}

void hf_quarantine_rest(bool rests)
{
    is_resting = rests;
}

void hf_quarantine_mark(void)
{
    lock();
    checked = next;
    unlock();
}

bool hf_quarantine_check(holdfast_damage *out)
{
    bool found = false;
    lock();
    if (checked < first) {
        checked = first;
    }
    for (; checked < next && !found; checked++) {
        found = is_damaged(kept[checked % KEPT], out);
    }
    checked = next;
    unlock();
    return found;
}
