#include "config.h"

#include "ui/outlet.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#define PIECE 65536

void
outlet_init(struct outlet *outlet, int fd)
{
	*outlet = (struct outlet){ .fd = fd, .terminal = -1, .memory = -1 };
	outlet->memory = memfd_create("screen", MFD_CLOEXEC);
	if (outlet->memory >= 0)
		outlet->terminal = fcntl(fd, F_DUPFD_CLOEXEC, 3);
}

void
outlet_clear(struct outlet *outlet)
{
	if (outlet->memory >= 0)
		close(outlet->memory);
	if (outlet->terminal >= 0)
		close(outlet->terminal);
	outlet->memory = outlet->terminal = -1;
}

void
outlet_hold(struct outlet *outlet)
{
	if (outlet->terminal >= 0 && lseek(outlet->memory, 0, SEEK_SET) == 0)
		dup3(outlet->memory, outlet->fd, O_CLOEXEC);
}

void
outlet_release(struct outlet *outlet)
{
	char piece[PIECE];
	off_t end, at = 0;
	ssize_t n;

	if (outlet->terminal < 0)
		return;
	/* The two share their place in the memory. */
	end = lseek(outlet->memory, 0, SEEK_CUR);
	dup3(outlet->terminal, outlet->fd, O_CLOEXEC);
	for (; at < end; at += n) {
		size_t wanted = end - at < PIECE ? (size_t)(end - at) : PIECE;

		n = pread(outlet->memory, piece, wanted, at);
		if (n <= 0)
			return;
		outlet_send(outlet->terminal, piece, (size_t)n);
	}
}

int
outlet_terminal(const struct outlet *outlet)
{
	return outlet->terminal >= 0 ? outlet->terminal : outlet->fd;
}

void
outlet_send(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t sent = write(fd, bytes, n);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return;
		bytes += sent;
		n -= (size_t)sent;
	}
}
