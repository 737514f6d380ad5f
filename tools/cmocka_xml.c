/* Sends cmocka's results to the file that Bazel names, as XML, so that single
 * test cases are counted. Linked into each test; run by hand, without Bazel, a
 * test prints text as usual.
 */

#define _GNU_SOURCE /* on_exit */

#include <stdio.h>
#include <stdlib.h>

/* cmocka writes to one place only: show a failure on the terminal too. */
static void show_failures(int status, void *path)
{
    if (status == 0) {
        return;
    }
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return;
    }
    for (int c = getc(file); c != EOF; c = getc(file)) {
        putc(c, stderr);
    }
    fclose(file);
}

__attribute__((constructor)) static void send_results_to_bazel(void)
{
    char *path = getenv("XML_OUTPUT_FILE");
    if (path == NULL) {
        return;
    }
    setenv("CMOCKA_MESSAGE_OUTPUT", "xml", 0);
    setenv("CMOCKA_XML_FILE", path, 0);
    on_exit(show_failures, path);
}
