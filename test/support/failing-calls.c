/*
 * Makes the calls by which LevelDB writes fail with EIO while a file of that name is in the folder BYR_FAULTS: "write" or
 * "sync". Loaded before the C library.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int fails(const char *what) {
  char path[4096];
  const char *folder = getenv("BYR_FAULTS");
  if (folder == NULL) return 0;
  snprintf(path, sizeof path, "%s/%s", folder, what);
  if (access(path, F_OK) != 0) return 0;
  errno = EIO;
  return 1;
}

int fflush_unlocked(FILE *file) {
  static int (*real)(FILE *);
  if (real == NULL) real = dlsym(RTLD_NEXT, "fflush_unlocked");
  return fails("write") ? EOF : real(file);
}

int fdatasync(int file) {
  static int (*real)(int);
  if (real == NULL) real = dlsym(RTLD_NEXT, "fdatasync");
  return fails("sync") ? -1 : real(file);
}

int fsync(int file) {
  static int (*real)(int);
  if (real == NULL) real = dlsym(RTLD_NEXT, "fsync");
  return fails("sync") ? -1 : real(file);
}
