"""One line a check on stdout: `peers: ok  …` or `peers: FAIL …`, which the run counts."""

import sys


class Report:
    def __init__(self):
        self.failed = 0

    def ok(self, what):
        print(f'peers: ok   {what}', flush=True)

    def fail(self, what, why):
        self.failed += 1
        print(f'peers: FAIL {what}: {" ".join(str(why).split())}', flush=True)

    def check(self, what, faults, count=''):
        """ok when there are no faults; else the first three."""
        faults = list(faults)
        if faults:
            more = f' … and {len(faults) - 3} more' if len(faults) > 3 else ''
            self.fail(what, '; '.join(map(str, faults[:3])) + more)
        else:
            self.ok(f'{what} {count}'.rstrip())

    def exit(self):
        sys.exit(1 if self.failed else 0)
