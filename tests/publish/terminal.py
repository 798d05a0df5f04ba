"""Runs a publish in a terminal of 80 columns, answers its question, and looks at what is shown: terminal.py COMMAND…"""

import fcntl
import os
import pty
import re
import struct
import sys
import termios

COLUMNS = 80

child, terminal = pty.fork()
if child == 0:
    # The child: it waits for nothing but its answer.
    os.environ["TERM"] = "xterm"
    os.execvp(sys.argv[1], sys.argv[1:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
said, is_answered = b"", False
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        break
    if not piece:
        break
    said += piece
    if b"[y/N]" in said and not is_answered:
        os.write(terminal, b"y\n")
        is_answered = True
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "\r", said.decode())
drawn = [line for line in re.split(r"[\r\n]+", text) if "░" in line or "█" in line]
estimates = [line for line in drawn if re.search(r"[\d.]+ k?M?B of [\d.]+ [kM]B, \d+ (s|min) left$", line.rstrip())]


def check(is_so, what):
    if not is_so:
        sys.exit(f"{what}\n{text}")


check(code == 0, f"it ended with {code}")
check(is_answered, "it did not ask")
check(estimates, "no bar with bytes and remaining time was shown")
check(all(len(line.rstrip()) <= COLUMNS for line in drawn), "a bar is wider than the terminal")
check({line.split("  ")[0].strip() for line in drawn} >= {"pages", "front page"}, "the parts are not named")
check(re.search(r"Release \S+ is live at", text), "it does not say that the release is live")
end = re.split("[█░]", said.decode())[-1]
check("is live at" in end and re.search(r"\x1b\[2?K", end), "the bar stays")
print(f"drawn {len(drawn)} times; {estimates[len(estimates) // 2].rstrip()}")
