"""A Virtuoso of our own: in a temporary directory, on free loopback ports, gone afterwards."""

import contextlib
import json
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request

CONFIG = """\
[Database]
DatabaseFile = {home}/virtuoso.db
TransactionFile = {home}/virtuoso.trx
ErrorLogFile = {home}/virtuoso.log
LockFile = {home}/virtuoso.lck
xa_persistent_file = {home}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {home}/virtuoso-temp.db
TransactionFile = {home}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {home}/load
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
ServerThreads = 10
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {home}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 1000000
"""
START = 120  # seconds until it has to be there


class Failed(Exception):
    """Virtuoso did not start, or said no."""


def free_ports(count):
    """Ports that nobody listens on now, all different."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(('127.0.0.1', 0))
        return [one.getsockname()[1] for one in sockets]


class Virtuoso:
    def __enter__(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix='virtuoso-'))
        self.load_folder = self.home / 'load'
        self.load_folder.mkdir()
        self.sql_port, self.http_port = free_ports(2)
        config = self.home / 'virtuoso.ini'
        config.write_text(CONFIG.format(home=self.home, sql=self.sql_port, http=self.http_port))
        self.log = self.home / 'log'
        with self.log.open('wb') as log:  # in the foreground it logs there, and nothing to ErrorLogFile
            self.server = subprocess.Popen(['virtuoso-t', '+foreground', '+configfile', config], cwd=self.home,
                                           stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        try:
            self.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.server.poll() is None:
            self.server.terminate()
            try:
                self.server.wait(60)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
        shutil.rmtree(self.home)

    def wait(self):
        deadline = time.monotonic() + START
        while 'Server online at' not in (log := self.log.read_text(errors='replace')):
            if self.server.poll() is not None or time.monotonic() > deadline:
                raise Failed(f'did not start: {log[-300:]}')
            time.sleep(0.1)

    def sql(self, *statements):
        """What isql prints for the statements; an error of one of them is an exception."""
        done = subprocess.run(['isql-vt', f'127.0.0.1:{self.sql_port}', 'dba', 'dba', 'VERBOSE=OFF', 'BANNER=OFF', 'PROMPT=OFF',
                               'ERRORS=STDOUT', 'BLOBS=ON'], input=';\n'.join(statements) + ';\n', capture_output=True, text=True)
        if done.returncode or '*** Error' in done.stdout:
            raise Failed((done.stdout + done.stderr).strip())
        return done.stdout

    def bulk_load(self, *files):
        """Loads the files as an operator does; the first must be the dump. Its .graph file says where triples go.

        The loader reports success whatever happens: what went wrong stands in load_list only.
        """
        for old in self.load_folder.iterdir():
            old.unlink()
        for file in files:
            shutil.copy(file, self.load_folder)
        name = files[0].name
        graph = "'urn:unnamed'" if '.nq' in name else 'NULL'  # only N-Quads bring their own
        self.sql('RDF_GLOBAL_RESET()', 'delete from DB.DBA.load_list',
                 f"ld_dir('{self.load_folder}', '{name}', {graph})", 'rdf_loader_run()')
        said = self.sql("select 'state', ll_state, 'error', coalesce(ll_error, 'none') from DB.DBA.load_list").split()
        if said[:4] != ['state', '2', 'error', 'none'] or len(said) != 4:
            raise Failed('load_list says: ' + (' '.join(said) or 'nothing to load; is there a .graph file?'))

    def query(self, text):
        address = f'http://127.0.0.1:{self.http_port}/sparql?' + urllib.parse.urlencode(
            {'query': text, 'format': 'application/sparql-results+json'})
        try:
            with urllib.request.urlopen(address, timeout=300) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as err:
            raise Failed(err.read().decode(errors='replace')[:300]) from err
