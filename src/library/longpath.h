/*
 * Long paths: files at any depth, though the system takes no more than PATH_MAX bytes at once. A
 * longer path is opened a stretch at a time, each from the folder before it.
 */
#ifndef LECTERN_LIBRARY_LONGPATH_H
#define LECTERN_LIBRARY_LONGPATH_H

/* Opens the folder path below the open folder at (or AT_FDCWD); "" is at itself. -1 and errno on
 * failure. */
int longpath_open_folder(int at, const char *path);

/* Where to open the file at path: gives a folder (AT_FDCWD for a path of common length, else a
 * descriptor that the caller closes with longpath_close()) and in *name its name from there, a part
 * of path. -1 and errno on failure. */
int longpath_folder_of(const char *path, const char **name);

/* Closes what longpath_folder_of() gave. */
void longpath_close(int folder);

#endif
