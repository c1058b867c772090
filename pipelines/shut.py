"""Why a database cannot be used, as a sentence for its user that says what to do."""

import errno
import os
import re

CAUSES = {
    errno.ENOSPC: "the disk is full; free some space",
    errno.EROFS: "its disk is mounted read-only; name another place by --database",
    errno.EACCES: "this user may not read and write it; name another place by --database",
    errno.EPERM: "this user may not read and write it; name another place by --database",
    errno.ENOTDIR: "a file stands where its folder should be; name another place by --database",
    errno.EEXIST: "a file stands where its folder should be; name another place by --database",
    errno.EISDIR: "it is a folder; name a file in it",
}
_DAMAGE = ("Corrupt database file", "Could not read enough bytes")


def first_line(wrong: BaseException) -> str:
    """The sentence for a cause that the machine names, else the first line of what was said."""
    said = str(wrong)
    for number, sentence in CAUSES.items():
        if os.strerror(number) in said:
            return sentence
    if any(sign in said for sign in _DAMAGE):
        return "the file is damaged; bring back a copy of it"
    return said.splitlines()[0]


def why_closed(path: str, wrong: BaseException) -> str:
    """The sentence for a database that did not open."""
    said = str(wrong)
    if "Could not set lock" in said:
        holder = re.search(r"\(PID \d+\)", said)
        who = f"another process {holder[0]}" if holder else "another process"
        return f"{path} is held by {who}; stop it, or let it do the work"
    if "not a valid DuckDB database" in said:
        return f"{path} is no database of citysense; name another by --database"
    return f"{path} cannot be opened: {first_line(wrong)}"
