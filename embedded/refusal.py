"""What stops us, told to the person at the keyboard in one sentence and what to do about it."""

import errno
import os

ROOM_NEEDED = 200 * 1024 * 1024
FULL = os.strerror(errno.ENOSPC)


class Refusal(Exception):
    """We cannot go on. The text is for people and is shown without a traceback."""

    @classmethod
    def of(cls, error: OSError, what: str, remedy: str = "and try again") -> "Refusal":
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return cls(
                f"{what}: the disk is full. Free about {ROOM_NEEDED // 2**20} MB, "
                "or choose a folder on another disk: make run STATE_DIR=/some/where"
            )
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
            reason = (error.strerror or "").lower()
            where = f" ({error.filename})" if error.filename else ""
            return cls(f"{what}: {reason}{where}. Give yourself the right to write there, {remedy}.")
        return cls(f"{what}: {error}.")


def disk_is_full(reported_by: str) -> OSError:
    return OSError(errno.ENOSPC, f"{FULL}, says {reported_by}")
