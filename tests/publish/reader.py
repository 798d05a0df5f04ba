"""Reads a target again and again until a file appears: reader.py PLACE STOP VERSION…

PLACE is a folder, or an address before the paths of files. Each path that all VERSIONs (folders) have has to be there at
any time, whole, as one of them has it. Says what was not, and how often it looked.
"""

import pathlib
import sys
import urllib.error
import urllib.parse
import urllib.request

place, stop, versions = sys.argv[1], pathlib.Path(sys.argv[2]), [pathlib.Path(folder) for folder in sys.argv[3:]]


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def get(path):
    if "://" not in place:
        return pathlib.Path(place, path).read_bytes()
    with urllib.request.urlopen(f"{place}/{urllib.parse.quote(path)}", timeout=30) as answer:
        return answer.read()


known = [files(folder) for folder in versions]
common = sorted(set(known[0]).intersection(*known[1:]))
looks, wrong = 0, []
while not (stop.exists() and looks):
    for path in common:
        try:
            got = get(path)
            is_fit = any(version[path] == got for version in known)
        except (OSError, urllib.error.URLError) as error:
            is_fit, path = False, f"{path}: {error}"
        if not is_fit:
            wrong.append(path)
    looks += 1
print(f"read {len(common)} files {looks} times")
if wrong or not common:
    sys.exit(f"{len(wrong)} were not as they had to be, such as {wrong[:3]}")
