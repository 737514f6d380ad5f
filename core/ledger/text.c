#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* TEMP_FAILURE_RETRY */
#endif
#include "text.h"

#ifdef HF_CHECKED

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "report.h"

void hf_text_add_list(hf_text *t, const char *format, va_list arguments)
{
    size_t left = sizeof(t->at) - t->length;
    size_t n = (size_t)vsnprintf(t->at + t->length, left, format, arguments);
    t->length += n < left ? n : left - 1;
}

void hf_text_add(hf_text *t, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    hf_text_add_list(t, format, arguments);
    va_end(arguments);
}

void hf_text_print(const hf_text *t)
{
    size_t done = 0;
    while (done < t->length) {
        ssize_t n = TEMP_FAILURE_RETRY(
            write(STDERR_FILENO, t->at + done, t->length - done));
        if (n <= 0) {
            return;
        }
        done += (size_t)n;
    }
}

void hf_report_text(const char *format, ...)
{
    static hf_text t;
    va_list arguments;
    t.length = 0;
    va_start(arguments, format);
    hf_text_add_list(&t, format, arguments);
    va_end(arguments);
    hf_text_print(&t);
}

#endif /* HF_CHECKED */
