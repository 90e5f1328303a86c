#include "config.h"

#include "library/shared_disk.h"

#include <glib.h>
#include <stdint.h>
#include <sys/vfs.h>

/* statfs(2) */
static const uint32_t shared[] = {
	0x6969,     /* NFS */
	0x517b,     /* SMB */
	0xff534d42, /* CIFS */
	0xfe534d42, /* SMB2 */
	0x01021997, /* 9P */
	0x5346414f, /* AFS */
	0x73757245, /* Coda */
	0x00c36400, /* Ceph */
	0x0bd00bd0, /* Lustre */
	0x65735546, /* FUSE: sshfs and others */
};

bool
shared_disk(const char *path)
{
	struct statfs status;

	if (statfs(path, &status) != 0)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(shared); i++) {
		if ((uint32_t)status.f_type == shared[i])
			return true;
	}
	return false;
}
